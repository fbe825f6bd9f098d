"""The register of papers: what was printed, from which findings, by which rules, and exactly how it looked.

Each paper bears a short code. It is made from what the paper says, so the same paper printed again is the same paper:
its pages come out of the register byte for byte, and it is entered once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from core.dates import plural, short
from core.engine import call_roll
from core.errors import FileError, UserError
from core.model import DistrictRecord, OfficerRecord, Paper
from core.reports.blocks import Document
from core.reports.since import Changes, Snapshot, compare, snapshot_of
from core.rules import Policy
from core.store import Change, ChangeSet, Store

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford’s: without I, L, O and U, which are taken for others or make words."""
LENGTH = 8
_MISREAD = str.maketrans("OIL", "011", " -–—.")
BOARD = "board"
"""The report whose findings the next meeting is compared with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A paper before it is printed: ``name`` of the report or kind of the letter, and what the register says of it.

    ``essence`` is all that the paper says, as text; ``make`` sets it in type with a code at the foot of its pages.
    ``template`` is the fingerprint of a letter’s wording; ``snapshot`` the findings as plain text.
    """

    name: str
    title: str
    essence: str
    make: Callable[[str], bytes]
    as_of: date
    policy_version: str
    policy_fingerprint: str
    snapshot: str
    document: Document | None = None
    officer_id: str = ""
    edition: str = ""
    meeting_on: date | None = None
    template: str = ""
    filename: str = ""


@dataclass(frozen=True, slots=True)
class Printed:
    """A draft with its code, exactly as it is printed."""

    draft: Draft
    code: str
    content: bytes
    pages: int


# ---------------------------------------------------------------- codes


def code_of(essence: str, attempt: int = 0) -> str:
    """Eight signs, made from everything the paper says; another ``attempt`` gives another code."""
    number = int.from_bytes(sha256(f"{attempt}\x1f{essence}".encode()).digest()[:8])
    return "".join(SIGNS[number >> 5 * place & 31] for place in range(LENGTH))


def shown_code(code: str) -> str:
    """As it is printed, in two halves: ``7KQ2-M9XD``."""
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"


def read_code(typed: str) -> str:
    """Raises :class:`UserError` for what cannot be a code."""
    code = typed.upper().translate(_MISREAD)
    if len(code) != LENGTH or not set(code) <= set(SIGNS):
        raise UserError(
            f"“{typed.strip()}” is no code of a paper.",
            "The code has eight letters and numbers, such as 7KQ2-M9XD, and stands at the foot of each page.",
        )
    return code


# ---------------------------------------------------------------- the register


def known_codes(store: Store) -> dict[str, str]:
    return {paper.code: paper.sha256 for paper in store.rows(Paper)}


def register(store: Store, printed: Sequence[Printed], today: date) -> ChangeSet:
    """Enters the papers that are not in the register yet, in one edit that is no part of undo."""
    known = known_codes(store)
    new = list({each.code: each for each in printed if each.code not in known}.values())
    if not new:
        return ChangeSet()
    what = f"“{new[0].draft.title}”" if len(new) == 1 else plural(len(new), "paper")
    with store.edit(f"Print {what}") as edit:
        for each in new:
            edit.insert(_entry(each, edit.keep(each.content), edit.keep(each.draft.snapshot.encode()), today))
    return edit.changes


def _entry(printed: Printed, content: str, snapshot: str, today: date) -> Paper:
    draft = printed.draft
    return Paper(
        code=printed.code,
        name=draft.name,
        title=draft.title,
        officer_id=draft.officer_id,
        printed_on=today,
        as_of=draft.as_of,
        edition=draft.edition,
        meeting_on=draft.meeting_on,
        template=draft.template,
        policy_version=draft.policy_version,
        policy_fingerprint=draft.policy_fingerprint,
        sha256=content,
        snapshot=snapshot,
        pages=printed.pages,
    )


def papers(store: Store) -> tuple[Paper, ...]:
    """The register, newest first."""
    return tuple(sorted(store.rows(Paper), key=lambda paper: (paper.printed_on, paper.id), reverse=True))


def papers_of(store: Store, officer_id: str) -> tuple[Paper, ...]:
    """What was printed about one officer alone, newest first."""
    return tuple(paper for paper in papers(store) if paper.officer_id == officer_id)


def stored_pages(store: Store, paper: Paper) -> bytes:
    """The exact PDF that was printed; raises :class:`FileError` where it is not what it was."""
    content = store.blob(paper.sha256)
    if content is None or sha256(content).hexdigest() != paper.sha256:
        raise FileError(
            f"The pages of “{paper.title}” ({shown_code(paper.code)}) are damaged in the records file.",
            "Restore a backup; every backup holds them too.",
        )
    return content


def find_paper(store: Store, typed: str) -> Paper:
    """By the code on its pages; raises :class:`UserError` where there is none."""
    code = read_code(typed)
    for paper in store.rows(Paper):
        if paper.code == code:
            return paper
    raise UserError(
        f"No paper with the code {shown_code(code)} was printed from this file.",
        "Read the code again; or the paper comes from another district’s file, or is not genuine.",
    )


def printing(store: Store, paper: Paper) -> Change | None:
    """The entry of the change log by which the paper was registered: when, and by whom."""
    changes = store.history(limit=1000, text=paper.code)
    return next((c for c in reversed(changes) if any(row.table == "papers" for row in c.rows)), None)


# ---------------------------------------------------------------- then and now


def snapshot_in(store: Store, paper: Paper) -> Snapshot:
    """The findings the paper was printed from."""
    content = store.blob(paper.snapshot)
    if content is None:
        raise FileError(f"The findings kept with “{paper.title}” are damaged in the records file.", "Restore a backup.")
    return Snapshot.from_json(content.decode())


def changes_since(
    paper: Paper, then: Snapshot, policy: Policy, records: Iterable[OfficerRecord], district: DistrictRecord
) -> Changes | None:
    """What the records say otherwise today about the very day the paper is about; ``None`` for nothing."""
    now = snapshot_of(call_roll(policy, records, district, paper.as_of))
    then, now = about(then, paper.officer_id), about(now, paper.officer_id)
    return None if then.officers == now.officers and then.district == now.district else compare(then, now)


def about(snapshot: Snapshot, officer_id: str) -> Snapshot:
    """Only what concerns one officer; all of it for a blank id."""
    if not officer_id:
        return snapshot
    return replace(snapshot, officers=tuple(o for o in snapshot.officers if o.officer_id == officer_id), district=())


def baselines(found: Iterable[Paper], before: date) -> tuple[Paper, ...]:
    """The board reports of meetings held before a day, the last meeting first, one for each meeting."""
    latest: dict[date, Paper] = {}
    for paper in sorted(found, key=lambda paper: paper.id):
        if paper.name == BOARD and paper.meeting_on is not None and paper.meeting_on < before:
            latest[paper.meeting_on] = paper
    return tuple(latest[day] for day in sorted(latest, reverse=True))


def told(paper: Paper) -> str:
    """A paper as a choice names it: ``Meeting of 11/9/2026 (as of 11/2/2026)``."""
    meeting = f"Meeting of {short(paper.meeting_on)}" if paper.meeting_on else paper.title
    return f"{meeting} (as of {short(paper.as_of)})"
