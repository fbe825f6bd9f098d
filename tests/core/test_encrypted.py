"""Records under a passphrase: nothing in the file can be read, and at every moment one whole file is there."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import actions, attaching, documents
from core.cipher import Key, is_sealed, key_of, key_of_code, new_key, recovery_code
from core.documents import sealing
from core.documents.comparing import Kinship, compare
from core.documents.kinds import DamagedError, SealedError
from core.errors import FieldError, FileError, UserError
from core.model import Credential, Officer
from core.store import Store

WORDS = key_of("correct horse battery staple")
OTHER = key_of("it\"s 'quoted' – ünd länger")
DANA = Officer(officer_id="A1", last_name="Lee", first_name="Dana", notes="a word to be found")
PAT = Officer(officer_id="A2", last_name="Moss", first_name="Pat")
SCAN = attaching.Enclosure("certificate.pdf", b"%PDF-1.4 words of the certificate")


def now() -> datetime:
    return datetime(2027, 1, 31, 12, tzinfo=UTC)


def make(path: Path, key: Key | None) -> Path:
    with documents.create(path, who="Test Clerk", now=now, key=key) as store:
        actions.add_officer(store, DANA)
        actions.add(store, Credential(officer_id="A1", credential="is-100"))
        attaching.attach(store, store.rows(Credential)[0], [SCAN], on=now().date())
    return path


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    return make(tmp_path / "a.muster", WORDS)


def opened(path: Path, key: Key | None) -> Store:
    return documents.open_file(path, who="Test Clerk", now=now, key=key)


def readable(folder: Path) -> list[Path]:
    return [
        path
        for path in folder.rglob("*")
        if path.is_file()
        and any(word in path.read_bytes() for word in (b"a word to be found", b"words of the", b"CREATE"))
    ]


def test_everything_works_under_a_passphrase_and_nothing_can_be_read(sealed: Path, tmp_path: Path) -> None:
    with opened(sealed, WORDS) as store:
        actions.add_officer(store, PAT)
        with pytest.raises(FieldError, match="already recorded"):
            actions.add_officer(store, PAT)
        store.undo()
        store.redo()
        actions.rename(store, Officer, "A2", "B7")
        store.lay("draft", "a word to be found")
        assert store.blob(store.rows(attaching.Attachment)[0].sha256) == SCAN.content
        documents.keep(store, documents.Occasion.CLOSE, now(), second=tmp_path / "stick")
        assert documents.last_good(store, tmp_path / "stick") is not None
    assert documents.verify(sealed, WORDS).ok
    assert readable(tmp_path) == []
    assert len(list((tmp_path / "stick").iterdir())) == 1


def test_a_wrong_passphrase_and_none_change_nothing(sealed: Path) -> None:
    before = sealed.read_bytes()
    with pytest.raises(SealedError, match="is encrypted, or is not"):
        opened(sealed, None)
    with pytest.raises(SealedError, match="does not open"):
        opened(sealed, key_of("Correct horse battery staple"))
    assert sealed.read_bytes() == before


@pytest.mark.parametrize("page", [0, 1, 5])
def test_a_damaged_page_is_no_wrong_passphrase(sealed: Path, page: int) -> None:
    content = bytearray(sealed.read_bytes())
    content[page * 4096 + 100] ^= 1
    sealed.write_bytes(content)
    with pytest.raises(DamagedError):
        opened(sealed, WORDS)
    with pytest.raises(SealedError):
        opened(sealed, OTHER)


def test_what_a_damaged_encrypted_file_still_gives_is_recovered_encrypted(sealed: Path, tmp_path: Path) -> None:
    content = bytearray(sealed.read_bytes())
    content[7 * 4096 + 9] ^= 1
    sealed.write_bytes(content)
    made, _ = documents.recover(sealed, now(), key=WORDS)
    assert is_sealed(made)
    with opened(made, WORDS) as store:
        assert store.rows(Officer) == [DANA]
    assert readable(tmp_path) == []


def test_a_passphrase_is_set_changed_and_taken_away(tmp_path: Path) -> None:
    path = make(tmp_path / "a.muster", None)
    with opened(path, None) as store:
        state, head = store.state(), store.head()
    for old, new in ((None, WORDS), (WORDS, OTHER), (OTHER, None)):
        sealing.reseal(path, old, new)
        assert is_sealed(path) is (new is not None)
        assert documents.verify(path, new).ok
        with opened(path, new) as store:
            assert (store.state(), store.head()) == (state, head)
            assert actions.save(store, Officer(officer_id="A9", last_name="New", first_name="Nan")).officers
            store.undo()
            state, head = store.state(), store.head()
        assert [each.name for each in tmp_path.iterdir()] == ["a.muster"]


def test_a_disk_that_is_full_leaves_the_file_under_its_old_passphrase(
    sealed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sealed.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(sealing, "export", full)
    with pytest.raises(FileError, match="No space left"):
        sealing.reseal(sealed, WORDS, OTHER)
    assert sealed.read_bytes() == before
    assert len(list(sealed.parent.iterdir())) == 1


KILLED = """
import sys
from pathlib import Path
from core.cipher import key_of
from core.documents import sealing
path, turns = Path(sys.argv[1]), [key_of("correct horse battery staple"), key_of("another passphrase"), None]
print("begin", flush=True)
while True:
    for old, new in zip(turns, turns[1:] + turns[:1]):
        sealing.reseal(path, old, new)
        print("done", turns.index(new), flush=True)
"""


@pytest.mark.parametrize("milliseconds", [5, 150, 300, 600])
def test_a_kill_while_the_passphrase_changes_leaves_one_of_the_two(sealed: Path, milliseconds: int) -> None:
    root = Path(__file__).parents[2]
    child = subprocess.Popen([sys.executable, "-c", KILLED, str(sealed)], cwd=root, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "begin\n"
    try:
        child.wait(timeout=milliseconds / 1000)
    except subprocess.TimeoutExpired:
        child.kill()
    child.wait()
    said = child.stdout.read().split()
    child.stdout.close()
    keys: list[Key | None] = [WORDS, key_of("another passphrase"), None]
    last = int(said[-1]) if said else 0
    possible = [keys[last], keys[(last + 1) % 3]]
    fitting = [key for key in possible if is_sealed(sealed) is (key is not None) and sound(sealed, key)]
    assert len(fitting) == 1
    with opened(sealed, fitting[0]) as store:
        assert store.rows(Officer) == [DANA]


def sound(path: Path, key: Key | None) -> bool:
    try:
        return documents.verify(path, key).ok
    except SealedError:
        return False


def test_a_backup_from_before_the_passphrase_comes_back_under_it(tmp_path: Path) -> None:
    path = make(tmp_path / "a.muster", None)
    plain = documents.backup(path, tmp_path / "copies", now())
    sealing.reseal(path, None, WORDS)
    with opened(path, WORDS) as store:
        actions.add_officer(store, PAT)
        assert compare(store, plain).kinship is Kinship.OLDER
        assert documents.last_good(store, tmp_path / "copies") is not None
    kept = documents.restore(plain, path, now(), key=WORDS)
    with opened(path, WORDS) as store:
        assert store.rows(Officer) == [DANA]
    assert kept is not None
    assert documents.verify(kept, WORDS).ok


def test_the_sheet_opens_the_file_until_the_passphrase_changes(sealed: Path) -> None:
    code = sealing.recovery_sheet(sealed, WORDS)
    assert set(code) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567 ")
    with opened(sealed, key_of_code(code.lower())) as store:
        assert store.rows(Officer) == [DANA]
    sealing.reseal(sealed, key_of_code(code), OTHER)
    with pytest.raises(SealedError):
        opened(sealed, key_of_code(code))


@given(place=st.integers(0, 55), letter=st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"))
@settings(max_examples=60)
def test_a_slip_in_the_code_is_found(tmp_path_factory: pytest.TempPathFactory, place: int, letter: str) -> None:
    path = tmp_path_factory.getbasetemp() / "salt"
    path.write_bytes(bytes(range(16)))
    code = recovery_code(path, Key(raw=bytes(range(32)))).replace(" ", "")
    wrong = code[:place] + letter + code[place + 1 :]
    if wrong == code:
        assert key_of_code(wrong).raw == bytes(range(32))
    else:
        with pytest.raises(UserError, match="not the code"):
            key_of_code(wrong)


def test_a_passphrase_must_be_long_and_typed_twice_alike() -> None:
    for typed in (("short", "short"), ("a long enough one", "a long enough One")):
        with pytest.raises(UserError):
            new_key(*typed)
    assert new_key("cafe\u0301 au lait!", "cafe\u0301 au lait!") == key_of("café au lait!")
    assert "café" not in repr(key_of("café au lait!"))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: content[:-1],
        lambda content: content[: len(content) // 2 // 4096 * 4096],
        lambda content: content[:4096],
        lambda content: bytes(16) + content[16:],
    ],
)
def test_a_spoilt_encrypted_file_is_refused_in_words_and_left(sealed: Path, spoil: Callable[[bytes], bytes]) -> None:
    sealed.write_bytes(spoil(sealed.read_bytes()))
    before = sealed.read_bytes()
    for key in (None, WORDS):
        with pytest.raises(FileError):
            opened(sealed, key)
    assert sealed.read_bytes() == before


def test_an_unfinished_edit_of_an_encrypted_file_is_taken_back(sealed: Path, tmp_path: Path) -> None:
    with opened(sealed, WORDS) as store:
        store._db.execute("BEGIN IMMEDIATE")
        store._db.execute("UPDATE officers SET last_name = 'Half'")
        store._db.execute("PRAGMA cache_spill = 1")
        for each in (sealed, sealed.with_name("a.muster-journal")):
            shutil.copy(each, tmp_path / each.name.replace("a.", "crashed."))
        store._db.rollback()
    with opened(tmp_path / "crashed.muster", WORDS) as store:
        assert store.rows(Officer) == [DANA]
    assert readable(tmp_path) == []
