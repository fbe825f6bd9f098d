"""Facts on a card: what each is called, what is recorded, and a line beneath it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from core.dates import birthday, short, written
from core.model import Appointment, Officer
from core.reports.wording import number
from gui import theme
from gui.pages.layouts import rebuilding
from gui.widgets.words import words_of

MISSING = "Not recorded"


@dataclass(frozen=True, slots=True)
class Fact:
    """``more`` is said beneath it, small."""

    name: str
    value: str
    more: str = ""


class FactsCard(QFrame):
    """``buttons`` stand at the right of its title."""

    def __init__(self, title: str) -> None:
        super().__init__()
        theme.wear(self, theme.Look.CARD)
        self.title = theme.label(title, theme.Size.HEAD, bold=True)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(0)
        self.below = QVBoxLayout()
        self._shown: tuple[Fact, ...] = ()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.SPACE * 2)
        self._grid.setVerticalSpacing(theme.SPACE)
        self._grid.setColumnStretch(1, 1)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addLayout(self.buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 12, 12, 16)
        layout.setSpacing(theme.SPACE)
        layout.addLayout(head)
        layout.addLayout(self._grid)
        layout.addLayout(self.below)
        layout.addStretch()

    def add_button(self, text: str, name: str) -> QPushButton:
        button = QPushButton(text)
        button.setAccessibleName(name)
        theme.wear(button, theme.Look.QUIET)
        self.buttons.addWidget(button)
        return button

    def show_facts(self, facts: Iterable[Fact]) -> None:
        shown = tuple(facts)
        if shown == self._shown:
            return
        self._shown = shown
        with rebuilding(self._grid):
            for place, fact in enumerate(shown):
                self._grid.addWidget(_name(fact.name), place, 0, Qt.AlignmentFlag.AlignTop)
                self._grid.addWidget(_value(fact), place, 1)


def _name(text: str) -> QLabel:
    label = theme.label(text, muted=True)
    label.setWordWrap(False)
    return label


def _value(fact: Fact) -> QWidget:
    value = theme.label(fact.value or MISSING, muted=not fact.value)
    value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    value.setAccessibleName(f"{fact.name}: {fact.value or MISSING}")
    if not fact.more:
        return value
    panel = QWidget()
    layout = QVBoxLayout(panel)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    layout.addWidget(value)
    layout.addWidget(theme.label(fact.more, theme.Size.CAPTION, muted=True))
    return panel


def person_facts(officer: Officer, as_of: date) -> Iterator[Fact]:
    """Who it is, and how to reach them."""
    born = officer.date_of_birth
    yield Fact("Officer number", officer.officer_id)
    yield Fact("Date of birth", written(born) if born else "", f"{_age(born, as_of)} years old" if born else "")
    yield Fact("MCID number", officer.mcid)
    yield Fact("Employee number", officer.employee_number)
    yield Fact("Phone", officer.phone)
    yield Fact("Email", officer.email)
    yield Fact("Home address", officer.address)
    if officer.notes:
        yield Fact("Notes", officer.notes)


def _age(born: date, as_of: date) -> int:
    years = as_of.year - born.year
    return years if birthday(born, years) <= as_of else years - 1


def appointment_facts(appointment: Appointment) -> Iterator[Fact]:
    """The position as it is now: where, under whom, with what, for how much of the time."""
    title = words_of(appointment.supervisor_title) if appointment.supervisor_title else ""
    share = appointment.assignment_percent
    yield Fact("Position", words_of(appointment.role), _dates(appointment))
    yield Fact("Employed by", appointment.employer or words_of(appointment.employer_type))
    yield Fact("School", appointment.school)
    yield Fact("Share of time", f"{number(share)} percent" if share is not None else "")
    yield Fact("Supervisor", ", ".join(filter(None, (appointment.supervisor, title))))
    yield Fact("Workplace", _workplace(appointment))
    yield Fact("Time is split", _split(appointment), "Typical: 40 enforcement, 30 teaching, 30 mentoring")
    paid = {True: "Yes", False: "No", None: ""}[appointment.mcops_funded]
    yield Fact("MCOPS pays", paid)


def _dates(a: Appointment) -> str:
    pairs = (("hired", a.hired_on), ("appointed", a.appointed_on), ("assigned", a.assigned_on), ("ends", a.ended_on))
    return ", ".join(f"{word} {short(day)}" for word, day in pairs if day)


def _workplace(a: Appointment) -> str:
    pairs = (("office", a.has_office), ("computer", a.has_computer), ("phone line", a.has_phone))
    known = [f"{'' if has else 'no '}{word}" for word, has in pairs if has is not None]
    return ", ".join(known).capitalize()


def _split(a: Appointment) -> str:
    shares = (
        ("enforcement", a.enforcement_percent),
        ("teaching", a.teaching_percent),
        ("mentoring", a.mentoring_percent),
    )
    return ", ".join(f"{number(share)} {word}" for word, share in shares if share is not None)
