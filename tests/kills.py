"""Kill the program at random moments and look at what is left: ``python -m tests.kills 500``.

A child works on a records file and says on a pipe what is done, each time after it is done. The parent kills it
without warning, opens what it left behind, and compares. The next child goes on with the same file.
"""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from core import actions, documents, migrations
from core.device import connect
from core.model import Attendance, Credential, Officer, TrainingClass
from core.sheets import Sheet, Workbook
from core.store import Store

ROOT = Path(__file__).resolve().parent.parent
RELEASED = ROOT / "tests" / "files" / "version-2.muster"
LONGEST = 0.25
"""Seconds that a child works at most before it is killed."""

KINDS = ("work", "work", "import", "migrate", "work")

Head = tuple[int, str]


# --- the child --------------------------------------------------------------------------------------------------


def say(did: str, **more: object) -> None:
    sys.stdout.write(f"{json.dumps({'did': did, **more})}\n")
    sys.stdout.flush()


class Clerk:
    """Does one thing after the other to the records, in an order that ``chance`` gives."""

    def __init__(self, path: Path, chance: random.Random, *, imports: bool) -> None:
        self.path = path
        self.chance = chance
        self.exchange: Any = (
            import_module("core.exchange") if imports else None
        )  # slow to load, so only where it is used
        self.made = datetime(2027, 1, 1, tzinfo=UTC) + timedelta(seconds=chance.randrange(10**8))
        self.store = documents.open_file(path, who="Kill Test", now=self.now)

    def now(self) -> datetime:
        self.made += timedelta(seconds=1)
        return self.made

    def work(self) -> None:
        acts = [self.add_officer] * 4 + [self.record_class] * 6 + [self.correct] * 3 + [self.undo] * 3
        acts += [self.redo] * 2 + [self.remove, self.back_up, self.restore, self.close_and_open]
        if self.exchange:
            acts += [self.bring_in] * 10
        say("begin", head=self.store.head())
        while True:
            act = self.chance.choice(acts)
            act()
            say(act.__name__, head=self.store.head())

    def officers(self) -> list[str]:
        return [officer.officer_id for officer in self.store.rows(Officer)]

    def key(self) -> str:
        return f"K{self.chance.randrange(10**12)}"

    def add_officer(self) -> None:
        row = Officer(officer_id=self.key(), last_name="Invented", first_name="Person")
        actions.add_officer(self.store, row)
        done = Credential(officer_id=row.officer_id, credential="is-100", completed_on=date(2026, 5, 1))
        actions.add(self.store, done)

    def record_class(self) -> None:
        present = self.officers()[-self.chance.randrange(1, 60) :]
        training = TrainingClass(
            class_id=self.key(), title=f"{len(present)} present, {self.key()}", ends_on=date(2026, 8, 1), hours=8.0
        )
        actions.record_class(
            self.store, training, [Attendance(class_id=training.class_id, officer_id=one) for one in present]
        )

    def correct(self) -> None:
        notes = "Corrected. " * self.chance.randrange(400)
        for officer in self.store.rows(Officer)[-1:]:
            actions.save(self.store, replace(officer, notes=notes), reason="Test")

    def remove(self) -> None:
        """A class with all who attended it."""
        for training in self.store.rows(TrainingClass)[:1]:
            with self.store.edit("Remove class") as edit:
                for row in self.store.referring(training):
                    edit.delete(row)
                edit.delete(training)

    def undo(self) -> None:
        if self.store.undo_label:
            self.store.undo()

    def redo(self) -> None:
        if self.store.redo_label:
            self.store.redo()

    def bring_in(self) -> None:
        """An import of twenty officers at once, with its backup."""
        stem = self.key()
        people = [(f"{stem}-{number}", "Invented", "Person") for number in range(20)]
        sheet = Sheet("Officers", (("officer_id", "last_name", "first_name"), *people))
        plan = self.exchange.plan_import(Workbook("kills.xlsx", (sheet,)), self.store)
        self.exchange.commit_plan(self.store, plan, self.now())

    def back_up(self) -> None:
        made = documents.backup_beside(self.store, self.now())
        say("backed up", copy=str(made))

    def restore(self) -> None:
        copies = documents.backups(self.path, self.path.parent / documents.BACKUPS)
        if not copies:
            return
        _, source = self.chance.choice(copies[:5])
        with Store.look(source) as looked:
            say("will restore", head=looked.head())
        self.store.close()
        kept = documents.restore(source, self.path, self.now())
        say("restored", copy=str(kept))
        self.store = documents.open_file(self.path, who="Kill Test", now=self.now)

    def close_and_open(self) -> None:
        self.store.close()
        self.store = documents.open_file(self.path, who="Kill Test", now=self.now)


def newer_step(db: Database) -> None:
    """A step of a version to come: a new column filled in, a table rebuilt, a table made from another."""
    db.execute("ALTER TABLE officers ADD COLUMN badge TEXT NOT NULL DEFAULT ''")
    db.execute("UPDATE officers SET badge = 'B-' || officer_id")
    for number in range(20):
        db.execute(f"CREATE TABLE copy_{number} AS SELECT * FROM change_rows")
        db.execute(f"CREATE INDEX copy_{number}_key ON copy_{number} (after)")


def migrate_over_and_over(path: Path) -> None:
    """The version released last to the version to come, which only this process knows."""
    say("begin", head=(0, ""))
    number = 0
    while True:
        number += 1
        fresh = path.with_name(f"released {number}.muster")
        shutil.copy(RELEASED, fresh)
        say("will migrate", file=str(fresh))
        with documents.open_file(fresh, who="Kill Test", now=lambda: datetime(2027, 1, 1, tzinfo=UTC)):
            say("migrated", file=str(fresh))


def child(kind: str, path: Path, seed: int) -> None:
    if kind == "migrate":
        migrations.STEPS = (*migrations.STEPS, newer_step)
        for module in (migrations, documents):
            vars(module)["VERSION"] = len(migrations.STEPS)
        migrate_over_and_over(path)
    Clerk(path, random.Random(seed), imports=kind == "import").work()


# --- the parent -------------------------------------------------------------------------------------------------


class PromiseError(AssertionError):
    """A promise that was not kept."""


def demand(kept: bool, what: str) -> None:
    if not kept:
        raise PromiseError(what)


@dataclass
class Tally:
    """What the kills of one run hit; ``seconds`` is the time of all lanes together."""

    kills: int = 0
    acknowledged: Counter[str] = field(default_factory=Counter)
    journals: int = 0
    entries: int = 0

    def add(self, other: Tally) -> None:
        self.kills += other.kills
        self.acknowledged += other.acknowledged
        self.journals += other.journals
        self.entries += other.entries


def killed(kind: str, path: Path, seed: int, delay: float) -> list[dict[str, Any]]:
    """What a child said before it was killed, ``delay`` seconds after it began to work."""
    command = [sys.executable, "-m", "tests.kills", "--child", kind, str(path), str(seed)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        lines = [process.stdout.readline()]
        time.sleep(delay)
        process.kill()
        lines += process.stdout.read().splitlines(keepends=True)
        trouble = process.stderr.read().decode("utf-8", "replace")
    demand(not trouble, f"The child failed by itself, seed {seed}: {trouble}")
    return [json.loads(line) for line in lines if line.endswith(b"\n")]


def check_work(path: Path, said: list[dict[str, Any]], tally: Tally) -> None:
    """Everything said to be done is there, nothing half, and whole copies only."""
    tally.journals += path.with_name(f"{path.name}-journal").exists()
    said_heads, restoring = heads(said)
    with documents.open_file(path, who="Parent", now=lambda: datetime(2027, 1, 1, tzinfo=UTC)) as store:
        count, seal = store.head()
        if restoring and (count, seal) == restoring:
            demand(any_copy_holds(path, said_heads), "What the restored file replaced is nowhere.")
        else:
            for head in said_heads:
                demand(store.holds(head), f"Entry {head[0]} was reported as done and is lost.")
            demand(count <= said_heads[-1][0] + 2, "More entries than were ever begun.")
        tally.entries += count
    verdict = documents.verify(path)
    demand(verdict.ok, "\n".join(verdict.lines))
    check_wholeness(path)
    for line in said:
        if line.get("copy") not in {None, "None"}:
            demand(documents.verify(Path(line["copy"])).ok, f"The copy {line['copy']} is not sound.")


def heads(said: list[dict[str, Any]]) -> tuple[list[Head], Head | None]:
    """The entries reported since the file was last restored; where a restore was under way, what it leads to."""
    done: list[Head] = []
    restoring: Head | None = None
    for line in said:
        if line["did"] == "will restore":
            restoring = (line["head"][0], line["head"][1])
        elif line["did"] == "restored":
            done, restoring = [restoring] if restoring else [], None
        elif "head" in line:
            done.append((line["head"][0], line["head"][1]))
    return done, restoring


def any_copy_holds(path: Path, said_heads: list[Head]) -> bool:
    for _, copy in documents.backups(path, path.parent / documents.BACKUPS):
        with Store.look(copy) as store:
            if all(store.holds(head) for head in said_heads):
                return True
    return False


def check_wholeness(path: Path) -> None:
    """Without the program's own words: a class names how many were present, an import brings twenty."""
    with closing(connect(path, "ro")) as db:
        found = db.execute(
            "SELECT title, (SELECT count(*) FROM attendance WHERE class_id = classes.class_id) FROM classes"
        ).fetchall()
        for title, count in found:
            demand(title.partition(",")[0] == f"{count} present", f"A class is half there: {count} for “{title}”.")
        stems = Counter(key.split("-")[0] for (key,) in db.execute("SELECT officer_id FROM officers") if "-" in key)
        demand(set(stems.values()) <= {20}, f"An import is half there: {stems}.")


def check_migrations(said: list[dict[str, Any]], tally: Tally) -> None:
    done = {line["file"] for line in said if line["did"] == "migrated"}
    for path in (Path(line["file"]) for line in said if line["did"] == "will migrate"):
        hot = path.with_name(f"{path.name}-journal").exists()
        tally.journals += hot
        with closing(connect(path, "rw" if hot else "ro")) as db:
            check_migrated(db, str(path) in done)
        with Store.look(path) as store:
            demand(not store.faults(), f"{path.name} is damaged.")
            store.check_chain()
            store.check_rows()


def check_migrated(db: Database, done: bool) -> None:
    ((version,),) = db.execute("PRAGMA user_version").fetchall()
    tables = {name for name in db.table_names() if name.startswith("copy_")}
    has_badge = any(row[1] == "badge" for row in db.execute("PRAGMA table_info(officers)"))
    demand(version == 3 or not done, "A migration reported as done is lost.")
    demand((version == 3, has_badge, len(tables)) in {(True, True, 20), (False, False, 0)}, "Half a migration.")


def lane(number: int, kills: int, seed: int) -> Tally:
    """Kills one after the other: two of ten of migrations, the others on one file that lives on."""
    chance, tally = random.Random(f"{seed} {number}"), Tally()
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "roster.muster"
        documents.create(path, who="Parent", now=lambda: datetime(2027, 1, 1, tzinfo=UTC)).close()
        with documents.open_file(path, who="Parent", now=lambda: datetime(2027, 1, 1, tzinfo=UTC)) as store:
            actions.add_officer(store, Officer(officer_id="K0", last_name="Invented", first_name="Person"))
        for kill in range(kills):
            one_kill(path, KINDS[kill % len(KINDS)], chance, tally)
    return tally


def one_kill(path: Path, kind: str, chance: random.Random, tally: Tally) -> None:
    delay = chance.uniform(0, LONGEST)
    seed = chance.randrange(2**32)
    if kind == "migrate":
        with tempfile.TemporaryDirectory() as name:
            said = killed(kind, Path(name) / "roster.muster", seed, delay)
            check_migrations(said, tally)
    else:
        said = killed(kind, path, seed, delay)
        check_work(path, said, tally)
    tally.kills += 1
    tally.acknowledged.update(line["did"] for line in said if not line["did"].startswith("will"))


def run(kills: int, seed: int, lanes: int = 2) -> Tally:
    """``kills`` in all, spread over ``lanes`` that work side by side."""
    total = Tally()
    shares = [kills // lanes + (number < kills % lanes) for number in range(lanes)]
    with ThreadPoolExecutor(lanes) as pool:
        for tally in pool.map(lambda share: lane(share[0], share[1], seed), enumerate(shares)):
            total.add(tally)
    return total


def told(tally: Tally, seconds: float) -> Iterator[str]:
    done = sum(tally.acknowledged.values()) - tally.acknowledged["begin"]
    yield f"{tally.kills} kills in {seconds:.0f} s; {done:,} acts were reported as done, none of them lost, none half."
    yield f"{tally.journals} kills left an edit to be taken back."
    yield ", ".join(f"{name} {count:,}" for name, count in tally.acknowledged.most_common() if name != "begin")


def main(arguments: list[str]) -> None:
    if arguments[:1] == ["--child"]:
        child(arguments[1], Path(arguments[2]), int(arguments[3]))
    started, seed = time.monotonic(), int(arguments[1]) if len(arguments) > 1 else 1
    tally = run(int(arguments[0]) if arguments else 500, seed)
    sys.stdout.writelines(f"{line}\n" for line in told(tally, time.monotonic() - started))


if __name__ == "__main__":
    main(sys.argv[1:])
