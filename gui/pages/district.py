"""The district itself: profile, the choices the rules leave it, agreements, and what is asked of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from core.dates import written
from core.findings import Finding
from core.model import Agreement, District
from gui import theme
from gui.models.sections import AGREEMENTS, findings_model
from gui.pages import records
from gui.pages.finding import FindingCard
from gui.pages.layouts import Beside, clear, scrolled
from gui.pages.page import Page
from gui.pages.rules import RulesPanel
from gui.pages.section import FittedTable, SectionPanel
from gui.session import Session
from gui.widgets.words import WORDS

MISSING = "not recorded"


class DistrictPage(Page):
    def __init__(self, session: Session) -> None:
        super().__init__(session, "District")
        self.edit = self.add_act("Edit district and settings…", self._edit_district, main=True)
        self._profile, self._settings = _card(), _card()
        self.findings = findings_model(_matter)
        self.table = FittedTable(self.findings, "What is asked of the district")
        self.table.setColumnHidden(3, True)
        self.table.stretch(1)
        self.card = FindingCard(session)
        self.agreements = SectionPanel(AGREEMENTS)
        self.rules = RulesPanel()
        self.table.chosen.connect(self._show_finding)
        self.table.opened.connect(self._cure)
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        cards, asked = Beside(720), Beside(720)
        cards.add(self._profile, 2)
        cards.add(self._settings, 3)
        asked.add(self.table, 3, top=True)
        asked.add(self.card, 2)
        self.card.setMinimumHeight(280)
        inner = QWidget()
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(0, 0, 8, 0)
        layout.setSpacing(theme.SPACE * 3)
        layout.addWidget(cards)
        layout.addWidget(self.agreements)
        layout.addWidget(theme.label("What is asked of the district", theme.Size.HEAD, bold=True))
        layout.addWidget(asked)
        layout.addWidget(self.rules)
        layout.addStretch()
        self.body.addWidget(scrolled(inner, "The district"), 1)

    def _connect(self) -> None:
        self.agreements.added.connect(self._add_agreement)
        self.agreements.edited.connect(self._edit)
        self.agreements.removed.connect(self._remove)

    def refresh(self) -> None:
        roll = self.session.roll
        district = roll.district.district
        self.say(district.name or "Give the district its name: it heads every letter and report.")
        _fill(self._profile, "Profile", profile_lines(district))
        _fill(self._settings, "Choices the rules leave to the district", setting_lines(district))
        self.rules.show_policy(roll.policy)
        self.agreements.show_rows(roll.district.agreements)
        self.findings.set_rows(roll.district_findings)
        if self.table.row is None and roll.district_findings:
            self.table.selectRow(0)

    def update_officers(self, officer_ids: frozenset[str]) -> None:
        """An officer's record says nothing about the district."""

    def take_focus(self) -> None:
        self.edit.setFocus()

    def _edit_district(self) -> None:
        self.command_wanted.emit("edit_district")

    @Slot()
    def _add_agreement(self) -> None:
        records.add(self.session, self, Agreement, "")

    @Slot(object)
    def _edit(self, row: Any) -> None:
        records.edit(self.session, self, row)

    @Slot(object)
    def _remove(self, row: Any) -> None:
        records.remove(self.session, self, row)

    @Slot(object)
    def _show_finding(self, finding: Finding | None) -> None:
        self.card.show_finding(finding, None)

    @Slot(object)
    def _cure(self, _finding: Finding) -> None:
        self.card.cure()


def _matter(finding: Finding) -> str:
    return " · ".join(filter(None, (finding.requirement.title, finding.item)))


def profile_lines(district: District) -> Iterator[tuple[str, str, str]]:
    """Label, value, and who determined it."""
    yield "Name", district.name, ""
    yield "County", district.county, ""
    town = " ".join(filter(None, (f"{district.city}," if district.city else "", district.state, district.zip)))
    yield "Address", ", ".join(filter(None, (district.address, town if district.city else ""))), ""
    yield "Phone", district.phone, ""
    yield "Superintendent", district.superintendent, ""
    yield "Board president", district.board_president, ""
    assessed = district.safety_assessment_on
    yield "Safety assessment", written(assessed) if assessed else "", ""


def setting_lines(district: District) -> Iterator[tuple[str, str, str]]:
    yield "In-service year", WORDS[district.in_service_year], district.in_service_year_per
    yield "First, partial year", WORDS[district.first_year], district.first_year_per
    accepted = "Accepted with the MDE legal course" if district.accept_nasro_path else "Not accepted"
    yield "NASRO basic course", accepted, district.accept_nasro_path_per
    begin = district.records_begin_on
    yield "Records begin on", written(begin) if begin else "", "years that closed before are not judged"


def _card() -> QFrame:
    card = QFrame()
    theme.wear(card, theme.Look.CARD)
    layout = QVBoxLayout(card)
    layout.setContentsMargins(20, 16, 20, 16)
    layout.setSpacing(theme.SPACE)
    return card


def _fill(card: QFrame, title: str, lines: Iterator[tuple[str, str, str]]) -> None:
    layout = card.layout()
    assert isinstance(layout, QVBoxLayout)
    clear(layout)
    layout.addWidget(theme.label(title, theme.Size.HEAD, bold=True))
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.SPACE * 2)
    grid.setVerticalSpacing(theme.SPACE)
    grid.setColumnStretch(1, 1)
    for place, (name, value, per) in enumerate(lines):
        grid.addWidget(_name(name), place, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(_value(value, per), place, 1)
    layout.addLayout(grid)
    layout.addStretch()


def _name(text: str) -> QLabel:
    label = theme.label(text, muted=True)
    label.setWordWrap(False)
    return label


def _value(value: str, per: str) -> QWidget:
    panel = QWidget()
    layout = QVBoxLayout(panel)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    layout.addWidget(theme.label(value or MISSING, muted=not value))
    if per:
        layout.addWidget(theme.label(per, theme.Size.CAPTION, muted=True))
    return panel
