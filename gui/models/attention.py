"""What is to be done, line by line, worst first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator
from datetime import date

from core.dates import plural
from core.model import Status
from core.register import Line, urgency
from core.reports.wording import matter
from gui import theme
from gui.models.rows import Column, RowsModel, fold
from gui.slices import ROWS


def who(line: Line) -> str:
    return line.judged.officer.name if line.judged else "The district"


def whose(line: Line) -> str:
    """``Bell, Kendrick · district``: about him, and the district's to settle."""
    return f"{who(line)} · district" if line.for_district else who(line)


def what(line: Line) -> str:
    """The requirement, with the weapon, agreement or year meant."""
    if len(line.findings) > 1:
        return line.title
    finding = line.worst
    if line.judged:
        return matter(line.judged, finding)
    return " · ".join(filter(None, (finding.requirement.title, finding.item)))


def how_late(line: Line, as_of: date) -> str:
    """``38 days late``, ``in 12 days``; blank without a due date."""
    if line.due is None:
        return ""
    days = (as_of - line.due).days
    if days > 0:
        return f"{plural(days, 'day')} late"
    return f"in {plural(-days, 'day')}" if days else "today"


def key(line: Line) -> Hashable:
    finding = line.worst
    return finding.officer_id, finding.requirement.act, finding.requirement.id, finding.item, finding.period


class AttentionModel(RowsModel[Line]):
    def __init__(self, as_of: date) -> None:
        self.as_of = as_of
        columns = (
            Column[Line]("State", urgency, _word, lambda line: line.status, width=132),
            Column[Line]("Who", who, whose, width=172),
            Column[Line]("What", what, width=240),
            Column[Line]("Due", lambda line: line.due, right=True, width=96, yields=1),
            Column[Line]("When", lambda line: line.due, lambda line: how_late(line, self.as_of), right=True, width=104),
        )
        super().__init__(columns, key, _search)
        self.counts: Counter[Status] = Counter()
        self._of: defaultdict[str | None, list[Line]] = defaultdict(list)

    def showing(self, lines: Iterable[Line]) -> Iterator[None]:
        """Shows these lines instead, step by step."""
        ready: list[Line] = []
        of: defaultdict[str | None, list[Line]] = defaultdict(list)
        for line in lines:
            ready.append(line)
            of[line.worst.officer_id].append(line)
            if len(ready) % ROWS == 0:
                yield
        self.counts, self._of = Counter(line.status for line in ready), of
        yield from self.filling(ready)

    def replace_officers(self, officer_ids: Iterable[str], lines: Iterable[Line]) -> None:
        """Puts ``lines`` in the place of all that these officers had."""
        gone = [line for officer_id in officer_ids for line in self._of.pop(officer_id, ())]
        new = {key(line): line for line in lines}
        self.counts.subtract(line.status for line in gone)
        self.counts.update(line.status for line in new.values())
        for line in new.values():
            self._of[line.worst.officer_id].append(line)
        self.put({**{key(line): None for line in gone}, **new})


def _word(line: Line) -> str:
    return theme.STATE_WORDS[line.status]


def _search(line: Line) -> str:
    ids = f"{line.judged.officer.officer_id} {line.judged.appointment.school}" if line.judged else ""
    return fold(f"{whose(line)} {what(line)} {_word(line)} {ids}")
