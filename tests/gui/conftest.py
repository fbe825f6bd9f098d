"""A real window on a small real file; modal questions get their answers from the test."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings

from core import model
from gui import app as application
from gui import theme
from gui.main_window import MainWindow
from gui.prompts import Prompts
from gui.session import Session

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)


@dataclass
class ScriptedPrompts(Prompts):
    """Answers in order; a question without an answer fails the test. ``asked`` keeps what was said."""

    answers: list[Any] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def _answer(self, question: str) -> Any:
        self.asked.append(question)
        assert self.answers, f"not expected to be asked: {question}"
        return self.answers.pop(0)

    def confirm(self, parent, question, detail, verb):
        return self._answer(question)

    def reason(self, parent, what, verb):
        return self._answer(what)

    def name(self, parent, what, suggested, verb):
        return self._answer(what)

    def tell(self, parent, message, hint=""):
        self.asked.append(f"{message} {hint}".strip())

    def open_file(self, parent, title, folder, kinds):
        return self._answer(title)

    def open_files(self, parent, title, folder, kinds):
        return self._answer(title)

    def show_outside(self, path):
        return self._answer(str(path))

    def save_file(self, parent, title, suggested, kinds):
        return self._answer(title)

    def folder(self, parent, title, folder):
        return self._answer(title)


@pytest.fixture(autouse=True)
def dressed(qapp):
    """Every test begins in the light palette of the program."""
    if qapp.font().family() != "Noto Sans":
        application.dress(qapp)
    if theme.current() is not theme.LIGHT:
        theme.apply(qapp, theme.LIGHT)


@pytest.fixture
def prompts() -> ScriptedPrompts:
    return ScriptedPrompts()


@pytest.fixture
def session(qtbot, tmp_path: Path, prompts: ScriptedPrompts):
    """No file open yet; the settings live in the test's own folder."""
    settings = QSettings(str(tmp_path / "settings" / "window.ini"), QSettings.Format.IniFormat)
    session = Session(settings, TODAY, prompts=prompts, now=lambda: NOW)
    yield session
    session.worker.close()
    session.close()


ROWS = (
    model.Officer(officer_id="A1", last_name="Lee", first_name="Dana", date_of_birth=date(1980, 4, 2)),
    model.Officer(officer_id="A2", last_name="Nuñez", first_name="Rafael", date_of_birth=date(1985, 9, 9)),
    model.Officer(officer_id="A3", last_name="Boyd", first_name="Terrence", date_of_birth=date(1990, 1, 1)),
    model.Officer(officer_id="Z9", last_name="Gone", first_name="Al"),
    model.Appointment(
        officer_id="A1", role=model.Role.SRO, employer_type=model.EmployerType.DISTRICT, employer="Test County Schools",
        hired_on=date(2020, 8, 1), assignment_percent=100, school="East High",
        supervisor_title=model.SupervisorTitle.SUPERINTENDENT,
        has_office=True, has_computer=True, has_phone=True,
    ),
    model.Appointment(
        officer_id="A2", role=model.Role.SSO, employer_type=model.EmployerType.DISTRICT, hired_on=date(2026, 8, 1),
        school="West Elementary", supervisor_title=model.SupervisorTitle.PRINCIPAL,
    ),
    model.Appointment(
        officer_id="A3", role=model.Role.CEO, employer_type=model.EmployerType.DISTRICT, hired_on=date(2024, 9, 3),
        school="Central",
    ),
    model.Appointment(
        officer_id="Z9", role=model.Role.CEO, employer_type=model.EmployerType.DISTRICT, hired_on=date(2015, 9, 3),
        ended_on=date(2020, 6, 30),
    ),
    model.Commission(
        officer_id="A1", authority_type=model.AuthorityType.DISTRICT, authority="The board",
        commissioned_on=date(2020, 8, 1),
    ),
    model.Credential(
        officer_id="A1", credential="police-basic", completed_on=date(2010, 5, 1), issued_on=date(2010, 6, 1),
        proof=model.Proof.STATED,
    ),
    model.Credential(officer_id="A1", credential="mde-sro-basic", issued_on=date(2021, 6, 1), proof=model.Proof.COPY),
    model.Service(
        officer_id="A1", agency="Test Police", from_on=date(2010, 1, 1), to_on=date(2020, 7, 1), full_time=True,
        commissioned=True,
    ),
    model.TrainingClass(
        class_id="C1", title="Legal update", ends_on=date(2026, 8, 5), hours=8, sanctioned=model.Sanctioned.YES
    ),
    model.Attendance(class_id="C1", officer_id="A1"),
    model.Weapon(weapon_id="S-100", make="Glock", model="17"),
    model.WeaponIssue(weapon_id="S-100", officer_id="A1", issued_on=date(2020, 8, 1)),
    model.Qualification(officer_id="A1", weapon_id="S-100", shot_on=date(2026, 6, 15), result=model.Result.PASS),
    model.Agreement(
        agreement_id="AG-1", kind=model.AgreementKind.INTERLOCAL, party="Test County", starts_on=date(2024, 1, 1),
        ends_on=date(2027, 12, 31),
    ),
)  # fmt: skip


@pytest.fixture
def records_file(tmp_path: Path) -> Path:
    """Invented: an SRO with a weapon, an SSO without her course, a CEO past his two years, one who has left."""
    from core import documents

    path = tmp_path / "Test County.muster"
    store = documents.create(path, who="test", now=lambda: NOW)
    with store, store.edit("Enter the records") as edit:
        edit.set_district(model.District(name="Test County Schools", safety_assessment_on=date(2026, 3, 1)))
        for row in ROWS:
            edit.insert(row)
    return path


@pytest.fixture
def bare_window(qtbot, session: Session) -> MainWindow:
    """The window on its welcome page."""
    window = MainWindow(session)
    qtbot.addWidget(window)
    window.furnish()
    window.resize(1366, 740)
    window.show()
    qtbot.waitExposed(window)
    return window


@pytest.fixture
def window(qtbot, bare_window: MainWindow, records_file: Path) -> MainWindow:
    """The window with the small file open, on Needs attention."""
    bare_window.acts.open_path(records_file)
    bare_window.activateWindow()
    qtbot.waitUntil(bare_window.isActiveWindow)
    return bare_window
