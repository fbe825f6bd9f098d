"""Counts that people would rather look at: standings over the meetings, hours, due dates; and what has changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from core.dates import add_months, plural, written
from core.findings import Roll
from core.model import Status
from core.reports.blocks import Band, Bars, Block, Cell, Chart, Column, Heading, Paragraph, Row, StateMark, Table, Voice
from core.reports.since import Change, Changes, Noted, Snapshot, compare, snapshot_of
from core.reports.wording import ROLE_WORDS, STATUS_WORDS, due_within, hours_findings, listed, month_and_year, on

MEETINGS = 6
"""Before this one, that the chart of the standings goes back."""
YEAR = 12
"""Months that the chart of the due dates looks ahead."""
BRACKETS = (
    "None",
    "Under a quarter",
    "A quarter to under a half",
    "A half to under three quarters",
    "Three quarters or more",
    "All the hours",
    "No hours asked for",
    "Not determined",
)
_BEST_FIRST = tuple(reversed(Status))


def _bars(label: str, counts: Counter[Status], noun: str) -> Bars:
    """The parts from the best to the worst, and the row in words."""
    parts = tuple((status, float(counts[status])) for status in _BEST_FIRST if counts[status])
    told = ", ".join(f"{counts[status]:,} {STATUS_WORDS[status].lower()}" for status, _ in parts)
    return Bars(label, parts, told or f"no {noun}")


def standing_chart(roll: Roll, earlier: Sequence[Snapshot]) -> Chart:
    """How the officers stood at the last meetings, and stand now."""
    days = [(taken.as_of, taken.standings) for taken in earlier if taken.as_of < roll.as_of][-MEETINGS:]
    days.append((roll.as_of, snapshot_of(roll).standings))
    rows = tuple(_bars(on(day), counts, "officer") for day, counts in days)
    return Chart("Officers by standing on the days reported to the board", rows)


def due_chart(roll: Roll) -> Chart:
    """What falls due, month by month, over a year."""
    first = roll.as_of.replace(day=1)
    months = [add_months(first, ahead) for ahead in range(YEAR)]
    days = (add_months(first, YEAR) - roll.as_of).days - 1
    counts: dict[str, Counter[Status]] = {month_and_year(month): Counter() for month in months}
    for _, finding in due_within(roll, days):
        assert finding.due is not None
        counts[month_and_year(finding.due)][finding.status] += 1
    rows = tuple(_bars(label, counted, "due date") for label, counted in counts.items())
    return Chart("Due dates by month, by their status today", rows)


Share = tuple[float | None, float | None]
"""Hours had, and asked for; ``None`` where that is not known."""
RUNNING = "Officers by their share of the hours of the running year"


def running_hours(roll: Roll) -> Iterator[Share]:
    return ((f.have, f.need) for _, f in hours_findings(roll) if f.due is None or f.due >= roll.as_of)


def hours_chart(shares: Iterable[Share], title: str) -> Chart:
    """How many officers have how much of the hours asked for; nobody is named."""
    counts = Counter(bracket(*share) for share in shares)
    rows = tuple(
        Bars(label, ((None, float(counts[label])),), plural(counts[label], "officer"))
        for label in BRACKETS
        if counts[label] or label in BRACKETS[:6]
    )
    return Chart(title, rows)


def bracket(have: float | None, need: float | None) -> str:
    if have is None or need is None:
        return "Not determined"
    if need == 0:
        return "No hours asked for"
    share = have / need
    if share <= 0 or share >= 1:
        return "All the hours" if share >= 1 else "None"
    return BRACKETS[1 + int(share * 4)]


# ---------------------------------------------------------------- since the last meeting


def since_last(roll: Roll, earlier: Sequence[Snapshot], *, named: bool) -> Iterator[Block]:
    """What has changed since the latest of ``earlier``, and the standings over them; nothing where there is none.

    One of the same day counts too: records are entered in the afternoon.
    """
    before = [taken for taken in earlier if taken.as_of <= roll.as_of]
    if not before:
        return
    changes = compare(before[-1], snapshot_of(roll))
    yield Heading("Since the last report")
    yield Paragraph(_sentence(changes))
    if changes.rules_changed:
        yield Paragraph("The rules are others than then, so some of this may come from them.", Voice.QUIET)
    if named and changes:
        yield Table(_COLUMNS, tuple(_rows(changes)), bands="Change")
    yield standing_chart(roll, before)


def _sentence(changes: Changes) -> str:
    counts = {
        "joined": len(changes.joined),
        "left": len(changes.left),
        "cured": len(changes.cured),
        "new": len(changes.new),
        "worse": len(changes.worse),
        "better": len(changes.better),
    }
    people = [f"{counts[kind]:,} {kind}" for kind in ("joined", "left") if counts[kind]]
    matters = [f"{counts[kind]:,} {kind}" for kind in ("cured", "new", "worse", "better") if counts[kind]]
    told = [f"Of the officers, {listed(people)}"] if people else []
    told += [f"of the requirements, {listed(matters)}"] if matters else []
    since = f"since the report as of {written(changes.since)}."
    if not told:
        return f"Nothing has changed {since}"
    words = "; ".join(told)
    return f"{words[0].upper()}{words[1:]}, {since}"


_COLUMNS = (Column("Officer", 2.4), Column("What", 4.2), Column("Was", 1.3), Column("Is", 1.3))


def _rows(changes: Changes) -> Iterator[Row]:
    for title, officers in (("Joined", changes.joined), ("Left", changes.left)):
        if officers:
            yield Band(title)
        for officer in officers:
            mark: Cell = StateMark(officer.standing)
            role = ROLE_WORDS[officer.role] if officer.role else ""
            yield (officer.name, role, None, mark) if title == "Joined" else (officer.name, role, mark, None)
    for title, found in (
        ("Worse", changes.worse),
        ("New", changes.new),
        ("Better", changes.better),
        ("Cured", changes.cured),
    ):
        yield from _changed(title, found)


def _changed(title: str, found: Iterable[Change]) -> Iterator[Row]:
    for place, change in enumerate(found):
        if not place:
            yield Band(title)
        noted = change.noted
        what = " · ".join(part for part in (noted.title, noted.period, noted.item) if part)
        yield change.name, what, _was(change.before), _was(change.after)


def _was(noted: Noted | None) -> Cell:
    return StateMark(noted.status) if noted else "Not asked for"
