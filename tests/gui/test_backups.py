"""Copies of the records in the window: made by themselves and on command, looked into, and brought back."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from core import documents
from core.actions import save
from core.documents import BACKUPS
from core.model import Officer
from gui.dialogs.backups import BackupsDialog
from gui.session import Session
from tests.gui.conftest import NOW, TODAY

NAN = Officer(officer_id="N1", last_name="New", first_name="Nan")


def add(session: Session, officer: Officer = NAN) -> None:
    session.apply(lambda store: save(store, officer))


def settled(qtbot, session: Session) -> None:
    qtbot.waitUntil(lambda: not session.safekeeping.busy, timeout=10_000)


def copies(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.muster"))


@pytest.fixture
def dialog(window, qtbot):
    settled(qtbot, window.session)
    dialog = BackupsDialog(window.session, window)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_closing_after_a_change_leaves_a_proven_copy(window, qtbot):
    path = window.session.path
    add(window.session)
    window.session.close()
    (copy,) = copies(path.parent / BACKUPS)
    assert documents.verify(copy).ok
    window.session.open(path)
    settled(qtbot, window.session)
    assert window._backup.text().startswith("Backed up 11/23/2026")
    window.session.close()
    assert copies(path.parent / BACKUPS) == [copy]  # nothing changed, so no second one


def test_the_status_line_counts_what_the_last_copy_lacks(window, qtbot):
    path = window.session.path
    window.session.close()
    window.session.open(path)
    settled(qtbot, window.session)
    add(window.session)
    assert window._backup.text().endswith("1 change since")


def test_fifty_changes_call_for_a_copy(window, qtbot):
    path = window.session.path
    window.session.close()
    window.session.open(path)
    settled(qtbot, window.session)
    for number in range(50):
        add(window.session, Officer(officer_id=f"N{number}", last_name="New", first_name="Nan"))
    settled(qtbot, window.session)
    assert len(copies(path.parent / BACKUPS)) == 2
    assert "since" not in window._backup.text()


def test_the_command_asks_once_for_a_second_place_and_copies_to_both(window, prompts, tmp_path, qtbot):
    stick = tmp_path / "stick"
    stick.mkdir()
    settled(qtbot, window.session)
    prompts.answers = [stick]
    window.acts.back_up()
    qtbot.waitUntil(lambda: len(copies(stick)) == 1)
    settled(qtbot, window.session)
    assert len(copies(window.session.path.parent / BACKUPS)) == 1
    assert window._backup.text().endswith("second copy good")
    add(window.session)
    window.acts.back_up()  # without asking again
    qtbot.waitUntil(lambda: len(copies(stick)) == 2)


def test_an_old_second_copy_is_pointed_out(window, prompts, tmp_path, qtbot):
    stick = tmp_path / "stick"
    stick.mkdir()
    documents.backup(window.session.path, stick, NOW - timedelta(days=12))
    add(window.session)
    window.session.safekeeping.choose_second(stick)
    settled(qtbot, window.session)
    assert "▲ second copy 12 days old" in window._backup.text()


def test_a_second_place_that_is_gone_does_not_keep_the_first_copy_from_being_made(window, tmp_path, qtbot):
    missing = tmp_path / "file"
    missing.write_text("no folder", encoding="utf-8")
    window.session.safekeeping.choose_second(missing)
    settled(qtbot, window.session)
    window.acts.back_up()
    qtbot.waitUntil(lambda: len(copies(window.session.path.parent / BACKUPS)) == 1)
    settled(qtbot, window.session)
    assert "▲ no second copy" in window._backup.text()


def test_a_copy_shows_what_restoring_would_change(window, dialog, qtbot):
    made = documents.backup_beside(window.session.path, NOW)
    add(window.session)
    dialog.refresh()
    dialog.table.choose(made)
    qtbot.waitUntil(lambda: "Earlier records" in dialog.verdict.text())
    assert dialog.verdict.text() == "Earlier records of this file, without 1 change made since. Officers 4 (now 5)"
    words = " ".join(label.text() for label in dialog.detail.findChildren(type(dialog.verdict)))
    assert "Restoring would change 1 record" in words
    assert "Removed officer N1" in words


def test_restoring_by_keyboard_and_coming_back(window, prompts, qtbot):
    made = documents.backup_beside(window.session.path, NOW)
    add(window.session)
    settled(qtbot, window.session)
    for kept_back in (False, True):
        dialog = BackupsDialog(window.session, window)
        qtbot.addWidget(dialog)
        dialog.show()
        if kept_back:
            made = next(copy.path for copy in dialog.copies.rows if copy.path != made)
        dialog.table.choose(made)
        qtbot.waitUntil(lambda d=dialog: "records" in d.verdict.text())
        prompts.answers = [True]
        qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda d=dialog: not d.isVisible(), timeout=10_000)
        assert (window.session.store.find(Officer, "N1") is not None) is kept_back
        settled(qtbot, window.session)


def test_a_copy_that_is_no_copy_cannot_be_restored(window, dialog, prompts, tmp_path, qtbot):
    wrong = tmp_path / "wrong.muster"
    wrong.write_bytes(b"no records")
    prompts.answers = [wrong]
    dialog.choose_other()
    qtbot.waitUntil(lambda: "cannot be used" in dialog.verdict.text())
    assert not dialog.restore.isEnabled()
    before = window.session.path.read_bytes()
    dialog.restore_chosen()
    assert window.session.path.read_bytes() == before


def test_the_practice_district_has_no_copies(window, qtbot):
    window.session.open_practice()
    add(window.session)
    assert window._backup.text() == "Practice district: no backups"
    folder = window.session.path.parent
    window.session.close()
    assert not (folder / BACKUPS).exists()


def test_a_damaged_file_can_be_recovered_into_a_new_one(bare_window, prompts, records_file, qtbot):
    spoilt = bytearray(records_file.read_bytes())
    spoilt[4096 * 3 : 4096 * 4] = b"\xff" * 4096
    records_file.write_bytes(spoilt)
    prompts.answers = [True]
    bare_window.acts.open_path(records_file)
    qtbot.waitUntil(lambda: bare_window.session.is_open, timeout=20_000)
    assert records_file.read_bytes() == spoilt
    assert "recovered" in bare_window.session.path.name
    assert bare_window.session.store.find(Officer, "A1") is not None
    assert bare_window.session.as_of == TODAY


def test_a_synced_folder_is_warned_about_once(bare_window, prompts, records_file, tmp_path):
    folder = tmp_path / "Dropbox"
    folder.mkdir()
    path = records_file.rename(folder / "school.muster")
    for _ in range(2):
        bare_window.acts.open_path(path)
        bare_window.session.close()
    assert len([words for words in prompts.asked if "Dropbox keeps on several computers" in words]) == 1


def test_erasing_says_what_it_does_and_asks_why(window, prompts):
    window.show_officer("A3")
    prompts.answers = [False]
    window.acts.erase_officer()
    assert window.session.store.find(Officer, "A3") is not None
    prompts.answers = [True, "On request of the board."]
    window.acts.erase_officer()
    assert window.session.store.find(Officer, "A3") is None
    assert window.session.store.undo_label is None
