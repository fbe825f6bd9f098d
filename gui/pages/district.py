"""The district itself: profile and letterhead, its agreements, its choices, the rules, the waivers, its documents."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from core.dates import written
from core.model import LOGO, SIGNATURE, Attachment, District
from gui import theme
from gui.dialogs.settings import SETTINGS, Setting, open_setting
from gui.pages import records
from gui.pages.agreements import AgreementsPanel
from gui.pages.enclosed import DocumentsPanel
from gui.pages.facts import Fact, FactsCard
from gui.pages.layouts import Beside
from gui.pages.page import Page
from gui.pages.pictures import PictureSlot
from gui.pages.rules import RulesPanel, determined
from gui.pages.tabs import Tabs
from gui.pages.waivers import WaiversPanel
from gui.room import Room
from gui.session import Session

PROFILE, AGREEMENTS, CHOICES = "Profile", "Agreements", "Choices"
RULES, WAIVERS, DOCUMENTS = "Rules", "Waivers", "Documents"


class DistrictPage(Page):
    def __init__(self, session: Session) -> None:
        super().__init__(session, "District")
        self.edit = self.add_act("Edit the district…", self._edit_district, main=True)
        self.tabs = Tabs("Parts of the district")
        self.profile, self.people = FactsCard("The district"), FactsCard("People")
        self.letterhead = FactsCard("Letterhead and signature")
        self.logo = PictureSlot(session, LOGO, "Logo", "A PNG or JPEG; it stands at the head of every letter.")
        self.signature = PictureSlot(session, SIGNATURE, "Signature", "A scan of the signer’s signature, PNG or JPEG.")
        self.changes: list[QPushButton] = []
        self.choices = {setting.name: self._choice(setting) for setting in SETTINGS}
        self.agreements = AgreementsPanel(session)
        self.rules = RulesPanel(session)
        self.waivers = WaiversPanel(session)
        self.documents = DocumentsPanel(session, "Attach them to an agreement, a choice, the safety assessment.")
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        self.tabs.add(PROFILE, self._profile(), lambda: self.edit, scroll=True)
        self.tabs.add(AGREEMENTS, self.agreements, lambda: self.agreements.table)
        self.tabs.add(CHOICES, self._choices(), lambda: self.changes[0], scroll=True)
        self.tabs.add(RULES, self.rules, lambda: self.rules.table)
        self.tabs.add(WAIVERS, self.waivers, lambda: self.waivers.table)
        self.tabs.add(DOCUMENTS, self.documents, lambda: self.documents.table)
        self.body.addWidget(self.tabs, 1)

    def _profile(self) -> QWidget:
        pictures = Beside(480)
        pictures.add(self.logo, 1, top=True)
        pictures.add(self.signature, 1, top=True)
        self.letterhead.below.addSpacing(theme.SPACE)
        self.letterhead.below.addWidget(pictures)
        side = QWidget()
        right = QVBoxLayout(side)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(theme.SPACE * 2)
        right.addWidget(self.people)
        right.addWidget(self.letterhead, 1)
        both = Beside(720)
        both.add(self.profile, 4)
        both.add(side, 5)
        return _padded(both)

    def _choices(self) -> QWidget:
        panel = QWidget()
        layout = QVBoxLayout(panel)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE * 2)
        for card in self.choices.values():
            layout.addWidget(card)
        layout.addStretch()
        return _padded(panel)

    def _choice(self, setting: Setting) -> FactsCard:
        card = FactsCard(setting.title)
        attach = card.add_button("Attach…", f"Attach the document on {setting.title}")
        change = card.add_button("Change…", f"Change {setting.title}")
        attach.clicked.connect(partial(self._attach, setting.slot, []))
        self.changes.append(change)
        change.clicked.connect(partial(open_setting, self.session, self, setting))
        return card

    def _connect(self) -> None:
        self.rules.officer_wanted.connect(self.officer_wanted)
        self.waivers.officer_wanted.connect(self.officer_wanted)
        self.waivers.attached.connect(self._attach)
        self.agreements.attached.connect(self._attach)
        self.agreements.documents_wanted.connect(self._show_document)

    def fit(self, room: Room) -> None:
        super().fit(room)
        self.body.setSpacing(theme.SPACE)

    def refresh(self) -> None:
        record = self.session.roll.district
        district = record.district
        self.say(district.name or "Give the district its name: it heads every letter and report.")
        self.profile.show_facts(profile_facts(district))
        self.people.show_facts(people_facts(district))
        self.letterhead.show_facts(letter_facts(district))
        for picture in (self.logo, self.signature):
            picture.show_in(record.attachments)
        for setting in SETTINGS:
            self.choices[setting.name].show_facts(choice_facts(setting, district, record.attachments))
        self.documents.show_documents(each for each in record.attachments if each.row_key not in {LOGO, SIGNATURE})
        for panel in (self.agreements, self.rules, self.waivers):
            panel.refresh()
        self._say_parts()

    def _say_parts(self) -> None:
        self.tabs.say(AGREEMENTS, len(self.session.roll.district.agreements), self.agreements.worst)
        self.tabs.say(WAIVERS, self.waivers.in_force)
        self.tabs.say(DOCUMENTS, self.documents.model.total)

    def update_officers(self, officer_ids: frozenset[str]) -> None:  # noqa: ARG002
        """How many stand how under a rule, and the waivers."""
        self.rules.refresh()
        self.waivers.refresh()
        self._say_parts()

    def step(self, parts: int) -> None:
        self.tabs.step(parts)

    def take_focus(self) -> None:
        self.tabs.begin()

    def find_here(self) -> None:
        """The rules are what there is to look for."""
        self.tabs.show_part(RULES)
        self.rules.search.setFocus()
        self.rules.search.selectAll()

    def _edit_district(self) -> None:
        self.command_wanted.emit("edit_district")

    @Slot(object, object)
    def _attach(self, row: Any, files: Any = ()) -> None:
        records.attach(self.session, self, row, files or [])

    @Slot(object)
    def _show_document(self, attachment: Attachment) -> None:
        self.tabs.show_part(DOCUMENTS)
        self.documents.choose(attachment)


def _padded(panel: QWidget) -> QWidget:
    outer = QWidget()
    layout = QVBoxLayout(outer)
    layout.setContentsMargins(0, theme.SPACE, 0, 0)
    layout.addWidget(panel)
    layout.addStretch()
    return outer


def profile_facts(district: District) -> Iterator[Fact]:
    yield Fact("Name", district.name)
    yield Fact("County", district.county)
    town = " ".join(filter(None, (f"{district.city}," if district.city else "", district.state, district.zip)))
    yield Fact("Address", ", ".join(filter(None, (district.address, town if district.city else ""))))
    yield Fact("Phone", district.phone)
    yield Fact("Email", district.email)
    yield Fact("Website", district.website)
    assessed, begin = district.safety_assessment_on, district.records_begin_on
    yield Fact("Safety assessment", written(assessed) if assessed else "")
    yield Fact("In-service records", f"Begin on {written(begin)}" if begin else "", "Years before are not judged.")


def people_facts(district: District) -> Iterator[Fact]:
    yield Fact("Superintendent", district.superintendent)
    yield Fact("Board president", district.board_president)
    yield Fact("Board clerk", district.board_clerk)
    yield Fact("Attorney", district.attorney)


def letter_facts(district: District) -> Iterator[Fact]:
    yield Fact("Line under the name", district.letterhead_line)
    signer = ", ".join(filter(None, (district.signer, district.signer_title)))
    otherwise = f"{district.superintendent}, Superintendent" if district.superintendent else ""
    yield Fact("Letters are signed by", signer or otherwise, "" if signer else "Nobody else is named.")


def choice_facts(setting: Setting, district: District, attachments: tuple[Attachment, ...]) -> Iterator[Fact]:
    by, document, since = setting.said(district)
    yield Fact("Now", setting.value(district), determined(by, document, since))
    yield Fact("Why a choice", setting.why)
    names = [each.file_name for each in attachments if each.row_key == setting.name]
    if names:
        yield Fact("Documents", ", ".join(names))
