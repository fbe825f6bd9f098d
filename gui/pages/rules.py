"""Every rule of the policy in its own words, with its source and its numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from core.dates import plural, written
from core.reports.wording import LEVEL_WORDS, ROLE_WORDS, listed, sentence
from core.rules import Amounts, Policy, Requirement, Source
from gui import theme
from gui.models.rows import Column, RowsModel
from gui.pages.layouts import Beside, clear
from gui.pages.section import FittedTable


class RulesPanel(QWidget):
    def __init__(self) -> None:
        super().__init__()
        columns = (
            Column[Requirement]("Rule", lambda rule: rule.title, width=300),
            Column[Requirement]("Weight", _levels, width=120),
            Column[Requirement]("Source", lambda rule: rule.sources[0].citation, width=180),
        )
        self.model = RowsModel(columns, lambda rule: rule.id)
        self.table = FittedTable(self.model, "The rules in force")
        self.table.stretch(0)
        self.card = QFrame()
        theme.wear(self.card, theme.Look.CARD)
        self._words = QVBoxLayout(self.card)
        self._words.setContentsMargins(20, 16, 20, 16)
        self._words.setSpacing(theme.SPACE)
        self._source = theme.label(muted=True)
        both = Beside(720)
        both.add(self.table, 3, top=True)
        both.add(self.card, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE)
        layout.addWidget(theme.label("The rules in force", theme.Size.HEAD, bold=True))
        layout.addWidget(self._source)
        layout.addWidget(both)
        self.table.chosen.connect(self.show_rule)

    def show_policy(self, policy: Policy) -> None:
        self._source.setText(f"{policy.title}, version {policy.version}, read on {written(policy.read_on)}.")
        self.model.set_rows(policy.requirements)
        if self.table.row is None:
            self.table.selectRow(0)

    @Slot(object)
    def show_rule(self, rule: Requirement | None) -> None:
        clear(self._words)
        if rule is None:
            return
        self._words.addWidget(theme.label(rule.title, theme.Size.HEAD, bold=True))
        for source in rule.sources:
            self._words.addWidget(_quote(source))
        for line in numbers(rule):
            self._words.addWidget(theme.label(line))
        if rule.reading:
            self._words.addWidget(theme.label(sentence(rule.reading), muted=True))
        self._words.addStretch()


def numbers(rule: Requirement) -> Iterator[str]:
    """The parameters of a rule, as the policy file gives them."""
    for field in fields(rule.rule):
        amounts = getattr(rule.rule, field.name)
        if isinstance(amounts, Amounts):
            for amount in amounts.values:
                since = f", since {written(amount.since)}" if amount.since else ""
                yield f"{field.name.replace('_', ' ').capitalize()}: {amount.value:,} ({amount.citation}{since})"
    if rule.lead_days:
        yield f"Due soon from {plural(rule.lead_days, 'day')} before."


def _levels(rule: Requirement) -> str:
    return ", ".join(dict.fromkeys(LEVEL_WORDS[source.level] for source in rule.sources))


def _quote(source: Source) -> QFrame:
    quote = QFrame()
    theme.wear(quote, theme.Look.QUOTE)
    layout = QVBoxLayout(quote)
    layout.setContentsMargins(12, 0, 0, 0)
    layout.setSpacing(4)
    layout.addWidget(theme.label(f"“{source.words}”"))
    roles = f" · {listed(ROLE_WORDS[role] for role in sorted(source.roles))}" if source.roles else ""
    weight = LEVEL_WORDS[source.level].lower()
    layout.addWidget(theme.label(f"{source.citation} · {weight}{roles}", theme.Size.CAPTION, muted=True))
    return quote
