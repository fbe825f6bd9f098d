"""Every rule in its own words, whom it applies to and how they stand under it; what the district has ruled on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from core.dates import plural, written
from core.findings import Finding, Judged
from core.model import SEVERITY, Ruling, Status
from core.reading import asks, has_local, ruled, standings, under, whom
from core.reports.wording import LEVEL_WORDS, ROLE_WORDS, listed, sentence
from core.rules import Requirement, Source
from gui import theme
from gui.models.rows import Column, RowsModel, fold
from gui.pages.layouts import rebuilding, scrolled
from gui.pages.page import search_line
from gui.pages.pair import Pair
from gui.pages.tables import Table
from gui.pages.why import StateMark
from gui.session import Session

SHOWN_NAMES = 12


@dataclass(frozen=True, slots=True)
class Rule:
    """As the law has it, with the district's ruling on it and how many stand how."""

    written: Requirement
    ruling: Ruling | None
    counts: Counter[Status]

    @property
    def id(self) -> str:
        return self.written.id

    @property
    def worst(self) -> Status | None:
        return min(self.counts, key=SEVERITY.__getitem__, default=None)

    @property
    def lead(self) -> int:
        changed = self.ruling.lead_days if self.ruling else None
        return self.written.lead_days if changed is None else changed

    @property
    def is_off(self) -> bool:
        return bool(self.ruling and self.ruling.off)


def _levels(rule: Rule) -> str:
    words = ", ".join(dict.fromkeys(LEVEL_WORDS[source.level] for source in rule.written.sources))
    return f"{words} (off)" if rule.is_off else words


def _lead(rule: Rule) -> str:
    if not rule.lead:
        return ""
    return f"{rule.lead} days" if rule.lead == rule.written.lead_days else f"{rule.lead} (not {rule.written.lead_days})"


def _counted(rule: Rule) -> str:
    return ", ".join(
        f"{rule.counts[status]} {theme.STATE_WORDS[status].lower()}" for status in Status if rule.counts[status]
    )


COLUMNS = (
    Column[Rule]("Rule", lambda rule: rule.written.title, width=260),
    Column[Rule]("Weight", _levels, width=128),
    Column[Rule]("Due soon", lambda rule: rule.lead, _lead, right=True, width=88),
    Column[Rule](
        "Now", lambda rule: SEVERITY[rule.worst] if rule.worst else 99, _counted, lambda rule: rule.worst, width=164
    ),
)


def _search(rule: Rule) -> str:
    """By its name, its words, its citation, its reading."""
    law = rule.written
    quoted = (text for source in law.sources for text in (source.citation, source.words))
    return fold(" ".join((law.title, law.reading, law.cure, _levels(rule), *quoted)))


class RulesPanel(QWidget):
    officer_wanted = Signal(str)
    waiver_wanted = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.model = RowsModel(COLUMNS, lambda rule: rule.id, _search, faint=lambda rule: rule.is_off)
        self.table = Table(self.model, "The rules in force")
        self.table.stretch(0)
        self.card = RuleCard(session)
        self.pair = Pair(self.table, self.card, (660, 440), beside=860)
        self.search = search_line("Find in the rules", "Find in the rules", self.model.filter)
        self._source = theme.label(size=theme.Size.CAPTION, muted=True)
        above = QHBoxLayout()
        above.addWidget(self._source, 1)
        above.addWidget(self.search)
        above.addWidget(self.pair.turn)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE)
        layout.addLayout(above)
        layout.addWidget(self.pair, 1)
        self.table.chosen.connect(self.card.show_rule)
        self.table.opened.connect(self.card.change)
        self.card.officer_wanted.connect(self.officer_wanted)

    def refresh(self) -> None:
        policy, roll = self._session.register.written, self._session.roll
        rulings = {ruling.requirement: ruling for ruling in self._session.store.rows(Ruling)}
        self._source.setText(f"{policy.title}, version {policy.version}, read on {written(policy.read_on)}.")
        counts = standings(roll)
        self.model.set_rows(
            Rule(each, rulings.get(each.id), counts.get(each.id, Counter())) for each in policy.requirements
        )
        if self.table.row is None:
            self.table.selectRow(0)


class RuleCard(QFrame):
    officer_wanted = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._rule: Rule | None = None
        theme.wear(self, theme.Look.CARD)
        inner = QWidget()
        self._words = QVBoxLayout(inner)
        self._words.setContentsMargins(20, 16, 20, 16)
        self._words.setSpacing(theme.SPACE)
        self.act = QPushButton("Change for the district…")
        self.act.clicked.connect(self.change)
        foot = QHBoxLayout()
        foot.setContentsMargins(20, 12, 20, 16)
        foot.addWidget(self.act)
        foot.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(scrolled(inner, "The rule in its own words"), 1)
        layout.addLayout(foot)

    @Slot(object)
    def show_rule(self, rule: Rule | None) -> None:
        self._rule = rule
        self.act.setVisible(rule is not None and bool(rule.written.lead_days or has_local(rule.written)))
        with rebuilding(self._words):
            if rule is not None:
                self._fill(rule)

    def _fill(self, rule: Rule) -> None:
        law = rule.written
        self._words.addWidget(theme.label(law.title, theme.Size.HEAD, bold=True))
        self._show_ruling(rule)
        for source in law.sources:
            self._words.addWidget(_quote(source))
        self._section("Whom it applies to", whom(law))
        self._section("What it asks", (*asks(law), *_lead_line(law)))
        self._section("How it is read", (sentence(law.reading),) if law.reading else ())
        self._section("What cures it", (sentence(law.cure),))
        self._show_standing(law)
        self._words.addStretch()

    def _show_ruling(self, rule: Rule) -> None:
        changed = ruled(rule.ruling, rule.written)
        if rule.ruling is None or not changed:
            return
        notice = QFrame()
        theme.wear(notice, theme.Look.NOTICE)
        layout = QVBoxLayout(notice)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.addWidget(theme.label(f"Changed for this district: {changed}.", bold=True))
        layout.addWidget(theme.label(determined(rule.ruling.determined_by, rule.ruling.document, rule.ruling.since)))
        if rule.ruling.notes:
            layout.addWidget(theme.label(rule.ruling.notes))
        self._words.addWidget(notice)

    def _section(self, title: str, lines: Iterable[str]) -> None:
        shown = [line for line in lines if line]
        if shown:
            self._words.addSpacing(theme.SPACE)
            self._words.addWidget(theme.label(title, theme.Size.CAPTION, bold=True, muted=True))
            for line in shown:
                label = theme.label(line)
                label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                self._words.addWidget(label)

    def _show_standing(self, law: Requirement) -> None:
        """Who stands how now, the worst first; a name leads to the officer."""
        found = sorted(under(self._session.roll, law.id), key=lambda pair: SEVERITY[pair[1].status])
        self._section("Who stands how, now", () if found else ("Nobody is judged by it now.",))
        if found:
            self._words.addSpacing(theme.SPACE)
            self._words.addWidget(theme.label("Who stands how, now", theme.Size.CAPTION, bold=True, muted=True))
        for judged, finding in found[:SHOWN_NAMES]:
            self._words.addWidget(self._stands(judged, finding))
        if len(found) > SHOWN_NAMES:
            self._words.addWidget(
                theme.label(f"and {plural(len(found) - SHOWN_NAMES, 'more')}".removesuffix("s"), muted=True)
            )

    def _stands(self, judged: Judged | None, finding: Finding) -> QWidget:
        row, mark = QWidget(), StateMark()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        mark.show_status(finding.status)
        name = QPushButton(judged.officer.name if judged else (finding.item or "The district"))
        theme.wear(name, theme.Look.LINK)
        if judged:
            officer_id = judged.officer.officer_id
            name.clicked.connect(lambda: self.officer_wanted.emit(officer_id))
        name.setEnabled(judged is not None)
        layout.addWidget(name, 1)
        layout.addWidget(mark, 1)
        return row

    @Slot()
    def change(self, _rule: object = None) -> None:
        from gui.dialogs.rulings import open_ruling

        if self._rule is not None and not self.act.isHidden():
            open_ruling(self._session, self, self._rule.written, self._rule.ruling)


def determined(by: str, document: str, since: date | None) -> str:
    """``Determined by the superintendent, by “Letter of MDE”, since August 1, 2026.``"""
    parts = [f"Determined by {by}" if by else "Nobody is recorded as having determined it"]
    parts += [f"by “{document}”"] if document else []
    parts += [f"since {written(since)}"] if since else []
    return f"{', '.join(parts)}."


def _lead_line(rule: Requirement) -> Iterable[str]:
    if rule.lead_days:
        yield f"Due soon from {plural(rule.lead_days, 'day')} before."


def _quote(source: Source) -> QFrame:
    quote = QFrame()
    theme.wear(quote, theme.Look.QUOTE)
    layout = QVBoxLayout(quote)
    layout.setContentsMargins(12, 0, 0, 0)
    layout.setSpacing(4)
    if source.words:
        layout.addWidget(theme.label(f"“{source.words}”"))
    roles = f" · {listed(ROLE_WORDS[role] for role in sorted(source.roles))}" if source.roles else ""
    weight = LEVEL_WORDS[source.level].lower()
    layout.addWidget(theme.label(f"{source.citation} · {weight}{roles}", theme.Size.CAPTION, muted=True))
    return quote
