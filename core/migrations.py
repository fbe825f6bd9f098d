"""The schema of the records file, as append-only steps: a released step never changes.

A step is plain SQL and never uses today's classes. The number of steps taken is the file's ``user_version``.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from functools import cache

from sqlite_utils import Database

from core.errors import FileError

APPLICATION_ID = int.from_bytes(b"MSTR", "big")

Step = Callable[[Database], None]


def _execute(db: Database, script: str) -> None:
    """Statement by statement: ``executescript`` would commit the transaction that a migration runs in."""
    for statement in script.split(";"):
        if statement.strip():
            db.execute(statement)


def _first(db: Database) -> None:
    _execute(db, _PEOPLE)
    _execute(db, _TRAINING_AND_WEAPONS)
    _execute(db, _DISTRICT)
    _execute(db, _JOURNAL)


_PEOPLE = """
CREATE TABLE officers (
    officer_id TEXT PRIMARY KEY NOT NULL CHECK (officer_id <> ''),
    last_name TEXT NOT NULL,
    first_name TEXT NOT NULL,
    middle_name TEXT NOT NULL DEFAULT '',
    suffix TEXT NOT NULL DEFAULT '',
    date_of_birth TEXT,
    mcid TEXT NOT NULL DEFAULT '',
    employee_number TEXT NOT NULL DEFAULT '',
    email TEXT NOT NULL DEFAULT '',
    phone TEXT NOT NULL DEFAULT '',
    address TEXT NOT NULL DEFAULT '',
    notes TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE appointments (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    officer_id TEXT NOT NULL REFERENCES officers (officer_id),
    role TEXT NOT NULL,
    employer_type TEXT NOT NULL,
    employer TEXT NOT NULL DEFAULT '',
    hired_on TEXT,
    appointed_on TEXT,
    assigned_on TEXT,
    ended_on TEXT,
    end_reason TEXT NOT NULL DEFAULT '',
    assignment_percent REAL,
    school TEXT NOT NULL DEFAULT '',
    supervisor TEXT NOT NULL DEFAULT '',
    supervisor_title TEXT,
    has_office INTEGER CHECK (has_office IN (0, 1)),
    has_computer INTEGER CHECK (has_computer IN (0, 1)),
    has_phone INTEGER CHECK (has_phone IN (0, 1)),
    enforcement_percent REAL,
    teaching_percent REAL,
    mentoring_percent REAL,
    mcops_funded INTEGER CHECK (mcops_funded IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX appointments_key ON appointments (
    officer_id, role, employer_type, ifnull(hired_on, ''), ifnull(appointed_on, ''), ifnull(assigned_on, '')
);

CREATE TABLE commissions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    officer_id TEXT NOT NULL REFERENCES officers (officer_id),
    authority_type TEXT NOT NULL,
    authority TEXT NOT NULL DEFAULT '',
    number TEXT NOT NULL DEFAULT '',
    commissioned_on TEXT,
    ended_on TEXT
) STRICT;
CREATE UNIQUE INDEX commissions_key ON commissions (
    officer_id, authority_type, authority, number, ifnull(commissioned_on, '')
);

CREATE TABLE designations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    officer_id TEXT NOT NULL REFERENCES officers (officer_id),
    designated_on TEXT NOT NULL,
    board_minute TEXT NOT NULL DEFAULT '',
    ended_on TEXT,
    oath_on TEXT,
    oath_filed_on TEXT
) STRICT;
CREATE UNIQUE INDEX designations_key ON designations (officer_id, designated_on);

CREATE TABLE bonds (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    officer_id TEXT NOT NULL REFERENCES officers (officer_id),
    surety TEXT NOT NULL DEFAULT '',
    number TEXT NOT NULL DEFAULT '',
    amount REAL,
    effective_on TEXT NOT NULL,
    expires_on TEXT,
    approved_on TEXT,
    filed_on TEXT
) STRICT;
CREATE UNIQUE INDEX bonds_key ON bonds (officer_id, surety, number, effective_on);

CREATE TABLE service (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    officer_id TEXT NOT NULL REFERENCES officers (officer_id),
    agency TEXT NOT NULL,
    from_on TEXT NOT NULL,
    to_on TEXT,
    full_time INTEGER CHECK (full_time IN (0, 1)),
    commissioned INTEGER CHECK (commissioned IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX service_key ON service (officer_id, agency, from_on);

CREATE TABLE credentials (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    officer_id TEXT NOT NULL REFERENCES officers (officer_id),
    credential TEXT NOT NULL,
    completed_on TEXT,
    issued_on TEXT,
    expires_on TEXT,
    provider TEXT NOT NULL DEFAULT '',
    certificate_number TEXT NOT NULL DEFAULT '',
    hours REAL,
    proof TEXT,
    notes TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE UNIQUE INDEX credentials_key ON credentials (
    officer_id, credential, ifnull(completed_on, ''), ifnull(issued_on, '')
);

CREATE TABLE waivers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    officer_id TEXT NOT NULL REFERENCES officers (officer_id),
    requirement TEXT NOT NULL,
    item TEXT NOT NULL DEFAULT '',
    granted_by TEXT NOT NULL,
    reference TEXT NOT NULL,
    reason TEXT NOT NULL DEFAULT '',
    from_on TEXT NOT NULL,
    until_on TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX waivers_key ON waivers (officer_id, requirement, item, from_on)
"""

_TRAINING_AND_WEAPONS = """
CREATE TABLE classes (
    class_id TEXT PRIMARY KEY NOT NULL CHECK (class_id <> ''),
    title TEXT NOT NULL,
    starts_on TEXT,
    ends_on TEXT NOT NULL,
    hours REAL NOT NULL,
    provider TEXT NOT NULL DEFAULT '',
    location TEXT NOT NULL DEFAULT '',
    sanctioned TEXT NOT NULL DEFAULT 'unknown',
    sanction_reference TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE attendance (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    class_id TEXT NOT NULL REFERENCES classes (class_id),
    officer_id TEXT NOT NULL REFERENCES officers (officer_id),
    hours REAL,
    completed_on TEXT,
    credit_year TEXT NOT NULL DEFAULT '',
    proof TEXT
) STRICT;
CREATE UNIQUE INDEX attendance_key ON attendance (class_id, officer_id);
CREATE INDEX attendance_officer ON attendance (officer_id);

CREATE TABLE weapons (
    weapon_id TEXT PRIMARY KEY NOT NULL CHECK (weapon_id <> ''),
    kind TEXT NOT NULL DEFAULT '',
    make TEXT NOT NULL DEFAULT '',
    model TEXT NOT NULL DEFAULT '',
    caliber TEXT NOT NULL DEFAULT '',
    owner TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE weapon_issues (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    weapon_id TEXT NOT NULL REFERENCES weapons (weapon_id),
    officer_id TEXT NOT NULL REFERENCES officers (officer_id),
    issued_on TEXT NOT NULL,
    returned_on TEXT
) STRICT;
CREATE UNIQUE INDEX weapon_issues_key ON weapon_issues (weapon_id, officer_id, issued_on);
CREATE INDEX weapon_issues_officer ON weapon_issues (officer_id);

CREATE TABLE qualifications (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    officer_id TEXT NOT NULL REFERENCES officers (officer_id),
    weapon_id TEXT NOT NULL REFERENCES weapons (weapon_id),
    shot_on TEXT NOT NULL,
    result TEXT NOT NULL,
    course_of_fire TEXT NOT NULL DEFAULT '',
    score REAL,
    maximum REAL,
    passing REAL,
    instructor TEXT NOT NULL DEFAULT '',
    instructor_credential TEXT NOT NULL DEFAULT '',
    range TEXT NOT NULL DEFAULT '',
    light TEXT NOT NULL DEFAULT '',
    attempt INTEGER
) STRICT;
CREATE UNIQUE INDEX qualifications_key ON qualifications (
    officer_id, weapon_id, shot_on, ifnull(attempt, ''), course_of_fire, light, result
);
CREATE INDEX qualifications_weapon ON qualifications (weapon_id)
"""

_DISTRICT = """
CREATE TABLE agreements (
    agreement_id TEXT PRIMARY KEY NOT NULL CHECK (agreement_id <> ''),
    kind TEXT NOT NULL,
    party TEXT NOT NULL DEFAULT '',
    purpose TEXT NOT NULL DEFAULT '',
    approved_on TEXT,
    board_minute TEXT NOT NULL DEFAULT '',
    starts_on TEXT,
    ends_on TEXT,
    ag_approved_on TEXT,
    chancery_filed_on TEXT,
    sos_filed_on TEXT
) STRICT;

CREATE TABLE district (
    key TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) STRICT
"""

_JOURNAL = """
CREATE TABLE changes (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    label TEXT NOT NULL,
    reason TEXT NOT NULL,
    undoes INTEGER REFERENCES changes (id),
    previous TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT;

CREATE TABLE change_rows (
    change_id INTEGER NOT NULL REFERENCES changes (id) DEFERRABLE INITIALLY DEFERRED,
    seq INTEGER NOT NULL,
    table_name TEXT NOT NULL,
    key TEXT NOT NULL,
    before TEXT,
    after TEXT,
    PRIMARY KEY (change_id, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE chain (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    count INTEGER NOT NULL,
    head TEXT NOT NULL
) STRICT;
INSERT INTO chain (id, count, head) VALUES (1, 0, '')
"""

_PAPERS_AND_PROOF = """
CREATE TABLE blobs (
    sha256 TEXT PRIMARY KEY NOT NULL,
    content BLOB NOT NULL
) STRICT;

CREATE TABLE attachments (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    table_name TEXT NOT NULL,
    row_key TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    file_name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    officer_id TEXT NOT NULL DEFAULT '',
    added_on TEXT NOT NULL,
    proof TEXT NOT NULL DEFAULT 'copy',
    notes TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE UNIQUE INDEX attachments_key ON attachments (table_name, row_key, sha256);
CREATE INDEX attachments_officer ON attachments (officer_id);

CREATE TABLE papers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    title TEXT NOT NULL,
    officer_id TEXT NOT NULL DEFAULT '',
    printed_on TEXT NOT NULL,
    as_of TEXT NOT NULL,
    edition TEXT NOT NULL DEFAULT '',
    meeting_on TEXT,
    template TEXT NOT NULL DEFAULT '',
    policy_version TEXT NOT NULL,
    policy_fingerprint TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    snapshot TEXT NOT NULL,
    pages INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX papers_key ON papers (code);
CREATE INDEX papers_officer ON papers (officer_id);

CREATE TABLE templates (
    name TEXT PRIMARY KEY NOT NULL CHECK (name <> ''),
    text TEXT NOT NULL
) STRICT;

CREATE TABLE rulings (
    requirement TEXT PRIMARY KEY NOT NULL CHECK (requirement <> ''),
    off INTEGER NOT NULL DEFAULT 0 CHECK (off IN (0, 1)),
    lead_days INTEGER,
    determined_by TEXT NOT NULL,
    document TEXT NOT NULL DEFAULT '',
    since TEXT,
    notes TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE desk (
    name TEXT PRIMARY KEY NOT NULL,
    text TEXT NOT NULL
) STRICT
"""


def _second(db: Database) -> None:
    _execute(db, _PAPERS_AND_PROOF)


STEPS: tuple[Step, ...] = (_first, _second)
VERSION = len(STEPS)
"""The newest schema, the one this program reads and writes."""


def version_of(db: Database) -> int:
    (version,) = db.execute("PRAGMA user_version").fetchone()
    return int(version)


def strangers(db: Database) -> list[str]:
    """What in the schema is not as the steps make it, as sentences. Plain tables that others added may stay."""
    if version_of(db) > VERSION:
        return []
    made, found = _made(version_of(db)), _schema(db)
    wrong = [
        f"The {kind} {name} is not as it was made."
        for (kind, name), sql in made.items()
        if found.get((kind, name)) != sql
    ]
    added = [
        key
        for key, sql in found.items()
        if key not in made and not (key[0] == "table" and "VIRTUAL" not in sql.upper())
    ]
    return [*wrong, *(f"There is a {kind} {name} that this program did not make." for kind, name in added)]


@cache
def tables(version: int) -> set[str]:
    """Those that a file of this version has."""
    return {name for kind, name in _made(version) if kind == "table"}


def _made(version: int) -> dict[tuple[str, str], str]:
    with closing(Database(memory=True, execute_plugins=False)) as db:
        for step in STEPS[:version]:
            step(db)
        return _schema(db)


def _schema(db: Database) -> dict[tuple[str, str], str]:
    found = db.execute("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'")
    return {(kind, name): sql for kind, name, sql in found}


def migrate(db: Database, to: int | None = None) -> None:
    """Take the steps that are missing (``to`` an earlier version), all or none, and only then switch foreign keys on.

    With foreign keys on, rebuilding a table that others refer to would fail or cascade.
    """
    version = VERSION if to is None else to
    db.execute("PRAGMA foreign_keys = OFF")
    if version_of(db) < version:
        with db.atomic():
            for step in STEPS[version_of(db) : version]:
                step(db)
            if db.execute("PRAGMA foreign_key_check").fetchone():
                raise FileError(
                    "The records refer to entries that are missing, so the file cannot be brought up to date."
                )
            db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            db.execute(f"PRAGMA user_version = {version}")
    db.execute("PRAGMA foreign_keys = ON")
