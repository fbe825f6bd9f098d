"""One officer on one page: what is asked, what is on record, what proves it, and what was changed."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from core.findings import Finding, Judged
from core.hours import years_of
from core.model import SEVERITY, Officer, OfficerRecord, Row, Status
from core.proof import documents_of
from core.reports.wording import EMPLOYER_WORDS, ROLE_WORDS, matter
from core.rules import Act
from gui import theme
from gui.models import sections
from gui.models.history import ChangesModel
from gui.models.officers import shown_standing
from gui.models.sections import Section, findings_model
from gui.models.views import STANDING_WORDS
from gui.pages import records
from gui.pages.enclosed import DocumentsPanel
from gui.pages.facts import FactsCard, appointment_facts, person_facts
from gui.pages.finding import FindingCard
from gui.pages.history import ChangeDetail
from gui.pages.layouts import Beside
from gui.pages.letters import LettersPanel
from gui.pages.meter import HoursMeter
from gui.pages.page import Page
from gui.pages.pair import Pair
from gui.pages.section import SectionPanel
from gui.pages.tables import Table
from gui.pages.tabs import Tabs
from gui.pages.why import StateMark
from gui.room import Room
from gui.session import Session

REQUIREMENTS, POSITION, TRAINING, WEAPONS = "Requirements", "Position", "Training", "Weapons"
OATH, WAIVERS, DOCUMENTS, LETTERS, HISTORY = "Oath and bond", "Waivers", "Documents", "Letters", "History"
PARTS: dict[str, tuple[Section, ...]] = {
    POSITION: (sections.APPOINTMENTS, sections.SERVICE),
    TRAINING: (sections.CREDENTIALS, sections.CLASSES),
    WEAPONS: (sections.WEAPONS, sections.QUALIFICATIONS),
    OATH: (sections.DESIGNATIONS, sections.BONDS, sections.COMMISSIONS),
    WAIVERS: (sections.WAIVERS,),
}
CURED_IN = {
    POSITION: {Act.APPOINTMENT, Act.OFFICER, Act.SERVICE},
    TRAINING: {Act.CREDENTIAL, Act.CLASS},
    WEAPONS: {Act.WEAPON_ISSUE, Act.QUALIFICATION},
    OATH: {Act.DESIGNATION, Act.BOND, Act.COMMISSION},
}
"""In which part what is open is mended."""
CHANGES = 200


class OfficerPage(Page):
    def __init__(self, session: Session) -> None:
        super().__init__(session, "Officer")
        self.officer_id = ""
        self._judged: Judged | None = None
        self._low = False
        self.add_act("Attach document…", lambda: self.command_wanted.emit("attach_document"))
        self.add_act("Print letter", self._want_letter)
        self.standing = StateMark()
        self.suspended = Suspension()
        self.requirements = findings_model(self._matter)
        self.table = Table(self.requirements, REQUIREMENTS)
        self.table.setColumnHidden(3, True)
        self.table.stretch(1)
        self.card = RequirementCard(session)
        self.pair = Pair(self.table, self.card, (640, 460), beside=800)
        self.person, self.position = FactsCard("Person"), FactsCard("Position")
        self.meter = HoursMeter()
        self.panels: dict[str, SectionPanel] = {}
        self.documents = DocumentsPanel(session, "Drop a certificate or scan anywhere on this page, or paste one.")
        self.letters = LettersPanel(session)
        self.changes = ChangesModel()
        self.changes_table = Table(self.changes, "History of changes")
        self.changes_table.stretch(1)
        self.changes_table.setColumnHidden(3, True)
        self.tabs = Tabs("Parts of the record")
        self.setAcceptDrops(True)
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        self._top = QWidget()
        top = QVBoxLayout(self._top)
        top.setContentsMargins(0, 0, 0, 0)
        top.setSpacing(theme.SPACE)
        top.addWidget(self.standing)
        top.addWidget(self.suspended)
        self.tabs.add(REQUIREMENTS, self._requirements(), lambda: self.table)
        for title, group in PARTS.items():
            self.tabs.add(title, self._part(title, group), partial(self._start, group[0]), scroll=True)
        self.tabs.add(DOCUMENTS, self.documents, lambda: self.documents.table)
        self.tabs.add(LETTERS, self.letters, lambda: self.letters.table)
        self.tabs.add(HISTORY, self._history(), lambda: self.changes_table)
        self.body.addWidget(self._top)
        self.body.addWidget(self.tabs, 1)

    def _requirements(self) -> QWidget:
        panel = QWidget()
        layout = QVBoxLayout(panel)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE)
        layout.addWidget(self.pair.turn, 0, Qt.AlignmentFlag.AlignRight)
        layout.addWidget(self.pair, 1)
        return panel

    def _part(self, title: str, group: tuple[Section, ...]) -> QWidget:
        panel = QWidget()
        layout = QVBoxLayout(panel)
        layout.setContentsMargins(0, theme.SPACE, 0, 0)
        layout.setSpacing(theme.SPACE * 3)
        if title == POSITION:
            layout.addWidget(self._facts())
        for section in group:
            self.panels[section.title] = self._panel(section)
            layout.addWidget(self.panels[section.title])
            if section is sections.CREDENTIALS:
                hours = QVBoxLayout()
                hours.setSpacing(4)
                hours.addWidget(theme.label("In-service hours", theme.Size.HEAD, bold=True))
                hours.addWidget(self.meter)
                layout.addLayout(hours)
        layout.addStretch(1)
        return panel

    def _facts(self) -> QWidget:
        both = Beside(720)
        both.add(self.person, 1)
        both.add(self.position, 1)
        self.person.add_button("Edit…", "Edit the person").clicked.connect(self._edit_officer)
        self.position.add_button("Edit…", "Edit the appointment").clicked.connect(self._edit_appointment)
        return both

    def _panel(self, section: Section) -> SectionPanel:
        panel = SectionPanel(section)
        panel.added.connect(partial(self._add, section.row_class))
        panel.edited.connect(self._edit)
        panel.removed.connect(self._remove)
        panel.attached.connect(self._attach)
        panel.documents_wanted.connect(self._show_documents)
        return panel

    def _history(self) -> QWidget:
        self._detail = ChangeDetail(self.session)
        self._detail.history_wanted.connect(self.session.history_wanted)
        pair = Pair(self.changes_table, self._detail, (600, 480), beside=800)
        self.changes_table.chosen.connect(self._detail.show_change)
        panel = QWidget()
        layout = QVBoxLayout(panel)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(pair.turn, 0, Qt.AlignmentFlag.AlignRight)
        layout.addWidget(pair, 1)
        return panel

    def _connect(self) -> None:
        self.table.chosen.connect(self._show_finding)
        self.table.opened.connect(self._cure)
        self.table.cured.connect(self.card.cure)
        self.card.waiver_wanted.connect(self._grant_waiver)

    def fit(self, room: Room) -> None:
        super().fit(room)
        self.body.setSpacing(theme.SPACE)
        self._low = room.low
        self._show_standing()
        self.suspended.fit(room)

    def _start(self, section: Section) -> QWidget:
        return self.panels[section.title].start

    def show_officer(self, officer_id: str) -> None:
        """Turns the page to an officer, at its beginning."""
        if officer_id != self.officer_id:
            self.officer_id = officer_id
            self.tabs.show_part(REQUIREMENTS)
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
        self._show_records(record)
        self.documents.show_documents(record.attachments)
        self.letters.show_officer(self.officer_id)
        self.changes.set_rows(self.session.store.history(limit=CHANGES, officer_id=self.officer_id))
        self._say_parts(record)

    def update_officers(self, officer_ids: frozenset[str]) -> None:
        if self.officer_id in officer_ids:
            self.refresh()

    def _show_head(self, record: OfficerRecord) -> None:
        self.title.setText(record.officer.full_name)
        self.say(_about(record.officer, self._judged))
        self._show_standing()
        quote = next((f.consequence for f in self._judged.findings if f.consequence), "") if self._judged else ""
        powerless = bool(self._judged and self._judged.powers_suspended)
        self.suspended.say("Powers suspended." if powerless else "", f"The statute: “{quote}”")

    def _show_standing(self) -> None:
        """Where it is low, the shapes on the parts tell it."""
        self.standing.setVisible(self._judged is not None and not self._low)
        if self._judged is not None:
            standing = shown_standing(self._judged.standing)
            self.standing.show_status(standing, words=STANDING_WORDS[standing])

    def _show_requirements(self) -> None:
        findings = self._judged.findings if self._judged else ()
        self.requirements.set_rows(sorted(findings, key=lambda f: (not f.decides, SEVERITY[f.status])))
        if self.table.row is None and findings:
            self.table.selectRow(0)

    def _show_records(self, record: OfficerRecord) -> None:
        self.person.show_facts(person_facts(record.officer, self.session.as_of))
        self.position.setVisible(self._judged is not None)
        if self._judged:
            self.position.show_facts(appointment_facts(self._judged.appointment))
        self.meter.show_years(years_of(record, self._judged, self.session.as_of))
        for panel in self.panels.values():
            panel.show_rows(panel.section.rows(record), record.attachments)

    def _say_parts(self, record: OfficerRecord) -> None:
        """How many records each part has, and the worst that is open in it."""
        findings = self._judged.findings if self._judged else ()
        worst = _worst(findings)
        self.tabs.say(REQUIREMENTS, sum(f.open for f in findings), worst)
        for title, group in PARTS.items():
            count = sum(self.panels[section.title].model.total for section in group)
            acts = CURED_IN.get(title, set())
            self.tabs.say(title, count, _worst(tuple(f for f in findings if f.requirement.act in acts)))
        self.tabs.say(DOCUMENTS, len(record.attachments))
        self.tabs.say(LETTERS, self.letters.model.total)

    def _matter(self, finding: Finding) -> str:
        return matter(self._judged, finding) if self._judged else finding.requirement.title

    @Slot(object)
    def _show_finding(self, finding: Finding | None) -> None:
        self.card.show_finding(finding, self._judged)

    @Slot(object)
    def _cure(self, _finding: Finding) -> None:
        self.card.cure()

    def _add(self, row_class: type[Any]) -> None:
        records.add(self.session, self, row_class, self.officer_id)

    @Slot(object)
    def _edit(self, row: Any) -> None:
        records.edit(self.session, self, row)

    @Slot(object)
    def _remove(self, row: Any) -> None:
        records.remove(self.session, self, row)

    @Slot(object, object)
    def _attach(self, row: Any, files: list[Any]) -> None:
        records.attach(self.session, self, row, files)

    @Slot(object)
    def _show_documents(self, row: Any) -> None:
        record = self.session.register.record(self.officer_id)
        documents = documents_of(row, record.attachments) if record else ()
        if documents:
            self.tabs.show_part(DOCUMENTS)
            self.documents.choose(documents[0])

    def _edit_officer(self) -> None:
        if officer := self.session.register.officer(self.officer_id):
            records.edit(self.session, self, officer)

    def _edit_appointment(self) -> None:
        if self._judged:
            records.edit(self.session, self, self._judged.appointment)

    @Slot(object)
    def _grant_waiver(self, finding: Finding) -> None:
        from gui.dialogs.waivers import open_waiver

        open_waiver(self.session, self, finding)

    def _want_letter(self) -> None:
        self.letter_wanted.emit(self.officer_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        from gui.dialogs.attaching import sources_of

        if sources_of(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        from gui.dialogs.attaching import sources_of

        if officer := self.session.register.officer(self.officer_id):
            event.acceptProposedAction()
            self._attach(officer, sources_of(event.mimeData()))

    def step(self, parts: int) -> None:
        self.tabs.step(parts)

    def record(self) -> Row | None:
        """The record whose section has the cursor."""
        focused = self.window().focusWidget()
        panels = (panel for panel in self.panels.values() if focused and panel.isAncestorOf(focused))
        return next((panel.stored for panel in panels), None)

    def take_focus(self) -> None:
        self.tabs.begin()

    def find_here(self) -> None:
        self.command_wanted.emit("find_anything")

    def officer_ids(self) -> list[str]:
        return [self.officer_id]


def _worst(findings: tuple[Finding, ...]) -> Status | None:
    open_ones = [f.status for f in findings if f.open and f.decides]
    return min(open_ones, key=SEVERITY.__getitem__, default=None)


def _about(officer: Officer, judged: Judged | None) -> str:
    if judged is None:
        return f"No current appointment · {officer.officer_id}"
    a = judged.appointment
    employer = a.employer or EMPLOYER_WORDS[a.employer_type]
    return " · ".join(filter(None, (ROLE_WORDS[judged.role], employer, a.school, officer.officer_id)))


class RequirementCard(FindingCard):
    """With the way to a waiver of what is not met."""

    waiver_wanted = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.waiver = QPushButton("Record waiver…")
        theme.wear(self.waiver, theme.Look.QUIET)
        self.waiver.clicked.connect(self._want_waiver)
        self.buttons.insertWidget(1, self.waiver)

    def show_findings(self, findings: tuple[Finding, ...], judged: Judged | None, title: str, more: str) -> None:
        super().show_findings(findings, judged, title, more)
        self.waiver.setVisible(findings[0].status not in {Status.MET, Status.WAIVED})

    @Slot()
    def _want_waiver(self) -> None:
        if self._findings:
            self.waiver_wanted.emit(self._findings[0])


class Suspension(QFrame):
    """The gravest thing the program says, in the words of the statute."""

    def __init__(self) -> None:
        super().__init__()
        theme.wear(self, theme.Look.WARNING)
        self._words = theme.label("", bold=True)
        self._what = self._quote = ""
        self._low = False
        self._layout = QVBoxLayout(self)
        self._layout.addWidget(self._words)

    def fit(self, room: Room) -> None:
        """Where it is low, the requirement below has the statute’s words."""
        self._low = room.low
        self._layout.setContentsMargins(16, 0 if room.low else 8, 16, 0 if room.low else 8)
        self.say(self._what, self._quote)

    def say(self, what: str, quote: str) -> None:
        self._what, self._quote = what, quote
        self._words.setText(what if self._low else f"{what} {quote}")
        self.setVisible(bool(what))
