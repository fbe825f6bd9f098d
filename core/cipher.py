"""Records files under a passphrase: the whole file is encrypted page by page (SQLCipher 4).

The passphrase becomes a key by PBKDF2 with the salt in the file's first bytes; every page bears a code (HMAC) made
with that key, by which a wrong passphrase is told from a damaged page.
"""

from __future__ import annotations

import hmac
import sqlite3
import sys
from base64 import b32decode, b32encode
from contextlib import closing
from dataclasses import dataclass
from hashlib import pbkdf2_hmac, sha256, sha512
from pathlib import Path
from typing import Any
from unicodedata import normalize

from core.errors import UserError

PAGE = 4096
_PLAIN = b"SQLite format 3\0"
_SALT = 16
_CODE = 64
_ROUNDS = 256_000
_SALT_MASK = 0x3A
"""Rounds and mask are SQLCipher 4's own."""
LEAST = 10
"""Characters of a passphrase; four short words have more."""


@dataclass(frozen=True, slots=True)
class Key:
    """What opens a file: the passphrase, or the raw key that its recovery sheet holds.

    With the file's ``salt`` it need not be worked out again (a tenth of a second), and copies get the same salt.
    """

    passphrase: str = ""
    raw: bytes = b""
    salt: bytes = b""

    def __repr__(self) -> str:
        """Never the words themselves: a traceback may show it."""
        return "Key()"

    def pragma(self) -> str:
        """As ``PRAGMA key`` takes it."""
        return f"x'{(self.raw + self.salt).hex()}'" if self.raw else self.passphrase

    def bound(self, path: Path) -> Key:
        """The key as worked out for the file at ``path``."""
        if self.salt:
            return self
        with path.open("rb") as file:
            salt = file.read(_SALT)
        return Key(raw=self.derived(salt), salt=salt)

    def derived(self, salt: bytes) -> bytes:
        return self.raw or pbkdf2_hmac("sha512", self.passphrase.encode(), salt, _ROUNDS, 32)


def key_of(passphrase: str) -> Key:
    """However the keyboard composes accents, the same words are the same key."""
    return Key(normalize("NFC", passphrase))


def new_key(passphrase: str, again: str) -> Key:
    """The key of a passphrase that is being chosen; raises :class:`UserError` for one that will not do."""
    if passphrase != again:
        raise UserError("The two passphrases differ.", "Type it again in both fields.")
    if len(passphrase) < LEAST:
        raise UserError(f"The passphrase has {len(passphrase)} characters; it needs {LEAST}.", "Take four short words.")
    return key_of(passphrase)


def is_sealed(path: Path) -> bool:
    """Whether the file may be an encrypted one: pages of what looks like chance, and nothing of SQLite."""
    with path.open("rb") as file:
        start = file.read(len(_PLAIN))
    size = path.stat().st_size
    return start != _PLAIN and size >= 2 * PAGE and size % PAGE == 0


def fits(path: Path, key: Key) -> bool:
    """Whether the key made any page of the file: then what cannot be read is damaged, and not locked by another key."""
    with path.open("rb") as file:
        salt = file.read(_SALT)
        derived = key.derived(salt)
        codes = pbkdf2_hmac("sha512", derived, bytes(byte ^ _SALT_MASK for byte in salt), 2, 32)
        file.seek(0)
        number = 0
        while page := file.read(PAGE):
            number += 1
            sealed = page[_SALT:] if number == 1 else page
            made = hmac.new(codes, sealed[:-_CODE] + number.to_bytes(4, "little"), sha512).digest()
            if hmac.compare_digest(made, sealed[-_CODE:]):
                return True
    return False


def open_sealed(path: Path, mode: str, key: Key | None, patience: float) -> Any:
    """A connection as :func:`sqlite3.connect` gives one; a wrong key shows when something is read."""
    import sqlcipher3.dbapi2  # noqa: PLC0415  -- only where a file is encrypted

    connection = sqlcipher3.dbapi2.connect(
        f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None, timeout=patience
    )
    connection.execute("PRAGMA cipher_log_level = NONE")
    if key:
        connection.execute(f"PRAGMA key = {_quoted(key)}")
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection


def _quoted(key: Key | None) -> str:
    words = key.pragma().replace('"', '""') if key else ""
    return f'"{words}"'


def export(path: Path, old: Key | None, target: Path, new: Key | None) -> None:
    """Writes everything in ``path`` into the empty file ``target`` under another key."""
    with closing(open_sealed(path, "ro", old, 0)) as connection:
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute(f"ATTACH ? AS target KEY {_quoted(new)}", [f"{target.absolute().as_uri()}?mode=rw"])
        connection.execute("SELECT sqlcipher_export('target')")
        for pragma in ("user_version", "application_id"):
            ((number,),) = connection.execute(f"PRAGMA main.{pragma}").fetchall()
            connection.execute(f"PRAGMA target.{pragma} = {number}")


def database_errors() -> tuple[type[Exception], ...]:
    """What either library raises; the second one's own are no kin of the first's."""
    return sqlite3.DatabaseError, *_of_cipher("DatabaseError")


def integrity_errors() -> tuple[type[Exception], ...]:
    return sqlite3.IntegrityError, *_of_cipher("IntegrityError")


def _of_cipher(name: str) -> tuple[type[Exception], ...]:
    module = sys.modules.get("sqlcipher3.dbapi2")
    return () if module is None else (getattr(module, name),)


# --- the recovery sheet ---------------------------------------------------------------------------------------

_GROUP = 4
_CHECK = 3


def recovery_code(path: Path, key: Key) -> str:
    """The file's raw key in letters and digits, in groups of four, with a check sum; it is gone with the passphrase."""
    with path.open("rb") as file:
        raw = key.derived(file.read(_SALT))
    letters = b32encode(raw + sha256(raw).digest()[:_CHECK]).decode().rstrip("=")
    return " ".join(letters[i : i + _GROUP] for i in range(0, len(letters), _GROUP))


def key_of_code(code: str) -> Key:
    """The key that a recovery sheet holds; raises :class:`UserError` where a letter is wrong or missing."""
    letters = "".join(code.upper().split()).replace("0", "O").replace("1", "I").replace("8", "B")
    try:
        content = b32decode(letters + "=" * (-len(letters) % 8))
    except ValueError:
        content = b""
    raw, check = content[:-_CHECK], content[-_CHECK:]
    if len(raw) != 32 or sha256(raw).digest()[:_CHECK] != check:
        raise UserError("This is not the code of a recovery sheet.", "Compare it with the sheet, group by group.")
    return Key(raw=raw)
