"""A fault of the program is told and written down, without a name or a record in the report."""

from __future__ import annotations

import sys
from datetime import timedelta

import pytest

from core.errors import UserError
from gui import mishap
from gui.mishap import FOLDER, KEPT, SORRY, say_what_went_wrong, write_report
from tests.gui.conftest import NOW


def fail(name: str) -> None:
    try:
        {}[name]
    except KeyError as error:
        raise RuntimeError(f"no record of {name}") from error


def caught(name: str) -> RuntimeError:
    with pytest.raises(RuntimeError) as found:
        fail(name)
    return found.value


@pytest.fixture
def hooked(window, monkeypatch):
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    say_what_went_wrong(window.session, window)
    return window


def test_a_fault_is_told_and_written_without_personal_data(hooked, prompts, tmp_path, capsys):
    error = caught("Dana Lee")
    sys.excepthook(RuntimeError, error, error.__traceback__)
    assert prompts.asked[0].startswith(SORRY)
    (report,) = (tmp_path / "settings" / FOLDER).iterdir()
    words = report.read_text(encoding="utf-8")
    assert str(report) in prompts.asked[0]
    assert "Dana" not in words
    assert "RuntimeError" in words
    assert "KeyError" in words
    assert "in fail" in words
    assert str(tmp_path.home()) not in words
    assert "Dana Lee" in capsys.readouterr().err  # for whoever sits at the screen


def test_what_the_person_can_mend_is_no_fault(hooked, prompts, tmp_path):
    sys.excepthook(UserError, UserError("The disk is full.", "Make room."), None)
    assert prompts.asked == ["The disk is full. Make room."]
    assert not (tmp_path / "settings" / FOLDER).exists()


def test_a_fault_while_telling_of_one_is_not_told_again(hooked, prompts, monkeypatch):
    error = caught("x")
    told = []

    def tell(parent, message, hint=""):
        told.append(message)
        sys.excepthook(RuntimeError, error, error.__traceback__)

    monkeypatch.setattr(prompts, "tell", tell)
    sys.excepthook(RuntimeError, error, error.__traceback__)
    assert told == [SORRY]


def test_a_fault_is_told_even_where_no_report_can_be_written(hooked, prompts, tmp_path):
    (tmp_path / "settings").mkdir(exist_ok=True)
    (tmp_path / "settings" / FOLDER).write_text("in the way", encoding="utf-8")
    error = caught("x")
    sys.excepthook(RuntimeError, error, error.__traceback__)
    assert prompts.asked == [f"{SORRY} {mishap.SAFE}"]


def test_only_the_newest_reports_are_kept(tmp_path):
    error = caught("x")
    for number in range(KEPT + 5):
        at = NOW + timedelta(minutes=number)
        write_report(tmp_path, error, lambda at=at: at)
    kept = sorted(path.name for path in tmp_path.iterdir())
    assert len(kept) == KEPT
    newest = (NOW + timedelta(minutes=KEPT + 4)).astimezone()
    assert kept[-1] == f"Muster {newest:%Y-%m-%d %H%M%S}.txt"
