"""One officer on one page: what is asked, what is on record, and what was changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from core.findings import Finding, Judged
from core.model import SEVERITY, Officer, OfficerRecord
from core.reports.wording import EMPLOYER_WORDS, ROLE_WORDS, matter
from gui import theme
from gui.models import sections
from gui.models.history import ChangesModel
from gui.models.officers import STANDING_WORDS, shown_standing
from gui.models.sections import Section, findings_model
from gui.pages import records
from gui.pages.finding import FindingCard
from gui.pages.layouts import Beside, Flow, scrolled
from gui.pages.meter import HoursMeter, years_of
from gui.pages.page import Page
from gui.pages.section import FittedTable, SectionPanel
from gui.pages.why import StateMark
from gui.room import Room
from gui.session import Session

GROUPS: tuple[tuple[str, tuple[Section, ...]], ...] = (
    ("Appointments", (sections.APPOINTMENTS,)),
    ("Credentials", (sections.CREDENTIALS,)),
    ("In-service", (sections.CLASSES,)),
    ("Weapons", (sections.WEAPONS, sections.QUALIFICATIONS)),
    ("Oath and bond", (sections.DESIGNATIONS, sections.BONDS, sections.COMMISSIONS)),
    ("Service", (sections.SERVICE,)),
    ("Waivers", (sections.WAIVERS,)),
)
REQUIREMENTS_HEIGHT, LOW_CARD = 340, 232


class OfficerPage(Page):
    def __init__(self, session: Session) -> None:
        super().__init__(session, "Officer")
        self.officer_id = ""
        self._judged: Judged | None = None
        self.add_act("Print letter", self._want_letter)
        self.add_act("Edit officer…", self._edit_officer)
        self.standing = StateMark()
        self.suspended = Suspension()
        self.requirements = findings_model(self._matter)
        self.table = FittedTable(self.requirements, "Requirements")
        self.table.setColumnHidden(3, True)
        self.table.stretch(1)
        self.card = FindingCard(session)
        self.meter = HoursMeter()
        self.panels: dict[str, SectionPanel] = {}
        self.changes = ChangesModel()
        self.changes_table = FittedTable(self.changes, "History of changes")
        self._anchors: dict[str, QWidget] = {}
        self._jumps = Flow(theme.SPACE * 2)
        self._arrange()
        self.table.chosen.connect(self._show_finding)
        self.table.opened.connect(self._cure)
        self.table.cured.connect(self.card.cure)

    def _arrange(self) -> None:
        self._inner = QWidget()
        self._all = QVBoxLayout(self._inner)
        self._all.setContentsMargins(0, 0, 8, 0)
        self._all.setSpacing(theme.SPACE * 3)
        self._add_group("Requirements", self._requirements())
        for title, group in GROUPS:
            self._add_group(title, self._group(group))
        self._add_group("History", self._history())
        self._all.addStretch()
        self._area = scrolled(self._inner, "The officer’s record")
        self._top = QWidget()
        top = QVBoxLayout(self._top)
        top.setContentsMargins(0, 0, 0, 0)
        top.setSpacing(theme.SPACE)
        top.addWidget(self.standing)
        top.addWidget(self.suspended)
        top.addLayout(self._jumps)
        self.body.addWidget(self._top)
        self.body.addWidget(self._area, 1)

    def fit(self, room: Room) -> None:
        """Where it is low, what stands above the sections scrolls with them."""
        super().fit(room)
        self.body.setSpacing(theme.SPACE)
        (self._all if room.low else self.body).insertWidget(0, self._top)
        self.card.setMinimumHeight(LOW_CARD if room.low else REQUIREMENTS_HEIGHT)

    def _add_group(self, title: str, panel: QWidget) -> None:
        self._anchors[title] = panel
        self._all.addWidget(panel)
        jump = QPushButton(title)
        jump.setAccessibleName(f"Go to {title}")
        theme.wear(jump, theme.Look.LINK)
        jump.clicked.connect(self._jumper(title))
        self._jumps.addWidget(jump)

    def _jumper(self, title: str) -> Callable[[], None]:
        return lambda: self.jump(title)

    def jump(self, title: str) -> None:
        """Scrolls to a section and puts the cursor into it."""
        anchor = self._anchors[title]
        self._area.verticalScrollBar().setValue(anchor.mapTo(self._inner, QPoint(0, 0)).y())
        table = anchor.findChild(FittedTable)
        if table is not None:
            table.setFocus()
            if table.row is None and table.rows.rowCount():
                table.selectRow(0)

    def _requirements(self) -> QWidget:
        self.table.setMinimumHeight(0)
        panel = Beside(720)
        panel.add(self.table, 3, top=True)
        panel.add(self.card, 2)
        self.card.setMinimumHeight(REQUIREMENTS_HEIGHT)
        return panel

    def _group(self, group: tuple[Section, ...]) -> QWidget:
        panel = QWidget()
        layout = QVBoxLayout(panel)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE * 2)
        for section in group:
            self.panels[section.title] = self._panel(section)
            layout.addWidget(self.panels[section.title])
            if section is sections.CLASSES:
                layout.addWidget(self.meter)
        return panel

    def _panel(self, section: Section) -> SectionPanel:
        panel = SectionPanel(section)
        panel.added.connect(self._adder(section))
        panel.edited.connect(self._edit)
        panel.removed.connect(self._remove)
        return panel

    def _adder(self, section: Section) -> Callable[[], None]:
        return lambda: records.add(self.session, self, section.row_class, self.officer_id)

    def _history(self) -> QWidget:
        panel = QWidget()
        layout = QVBoxLayout(panel)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(theme.label("History of changes", theme.Size.HEAD, bold=True))
        layout.addWidget(self.changes_table)
        return panel

    def show_officer(self, officer_id: str) -> None:
        """Turns the page to an officer, at its top."""
        if officer_id != self.officer_id:
            self.officer_id = officer_id
            self._area.verticalScrollBar().setValue(0)
        self.refresh()
        self.take_focus()

    def refresh(self) -> None:
        record = self.session.register.record(self.officer_id)
        if record is None:
            if self.officer_id:
                self.left.emit()
            return
        self._judged = self.session.register.entry(self.officer_id)
        self._show_head(record)
        self._show_requirements()
        self.meter.show_years(years_of(record, self._judged))
        for panel in self.panels.values():
            panel.show_rows(panel.section.rows(record))
        self.changes.set_rows(self.session.store.history(limit=50, officer_id=self.officer_id))

    def update_officers(self, officer_ids: frozenset[str]) -> None:
        if self.officer_id in officer_ids:
            self.refresh()

    def _show_head(self, record: OfficerRecord) -> None:
        self.title.setText(record.officer.full_name)
        self.say(_about(record.officer, self._judged))
        self.standing.setVisible(self._judged is not None)
        if self._judged is not None:
            standing = shown_standing(self._judged.standing)
            self.standing.show_status(standing, words=STANDING_WORDS[standing])
        quote = next((f.consequence for f in self._judged.findings if f.consequence), "") if self._judged else ""
        powerless = bool(self._judged and self._judged.powers_suspended)
        self.suspended.setVisible(powerless)
        if powerless:
            self.suspended.say(f"Powers suspended. The statute: “{quote}”")

    def _show_requirements(self) -> None:
        findings = self._judged.findings if self._judged else ()
        self.requirements.set_rows(sorted(findings, key=lambda f: (not f.decides, SEVERITY[f.status])))
        self._anchors["Requirements"].setVisible(bool(findings))
        if self.table.row is None and findings:
            self.table.selectRow(0)

    def _matter(self, finding: Finding) -> str:
        return matter(self._judged, finding) if self._judged else finding.requirement.title

    @Slot(object)
    def _show_finding(self, finding: Finding | None) -> None:
        self.card.show_finding(finding, self._judged)

    @Slot(object)
    def _cure(self, _finding: Finding) -> None:
        self.card.cure()

    @Slot(object)
    def _edit(self, row: Any) -> None:
        records.edit(self.session, self, row)

    @Slot(object)
    def _remove(self, row: Any) -> None:
        records.remove(self.session, self, row)

    def _edit_officer(self) -> None:
        officer = self.session.register.officer(self.officer_id)
        if officer is not None:
            records.edit(self.session, self, officer)

    def _want_letter(self) -> None:
        self.letter_wanted.emit(self.officer_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def take_focus(self) -> None:
        self.table.setFocus()

    def find_here(self) -> None:
        self.command_wanted.emit("find_anything")

    def officer_ids(self) -> list[str]:
        return [self.officer_id]


def _about(officer: Officer, judged: Judged | None) -> str:
    if judged is None:
        return f"No current appointment · {officer.officer_id}"
    a = judged.appointment
    employer = a.employer or EMPLOYER_WORDS[a.employer_type]
    return " · ".join(filter(None, (ROLE_WORDS[judged.role], employer, a.school, officer.officer_id)))


class Suspension(QFrame):
    """The gravest thing the program says, in the words of the statute."""

    def __init__(self) -> None:
        super().__init__()
        theme.wear(self, theme.Look.WARNING)
        self._words = theme.label("", bold=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.addWidget(self._words)

    def say(self, words: str) -> None:
        self._words.setText(words)
