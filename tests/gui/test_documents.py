"""Certificates and scans in the window: dropped, pasted, chosen; looked at, opened outside, saved, taken off again."""

from __future__ import annotations

import os
import stat
import tempfile
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core import attaching, documents
from core.media import Enclosure, Media
from core.model import Attachment, Credential, Officer, Proof
from gui.dialogs import attaching as dialogs
from gui.dialogs.attaching import AttachDialog
from gui.outside import BEGINNING, _sweep
from gui.pages.officer import DOCUMENTS, TRAINING
from tests import scans

TODAY = date(2026, 11, 23)


def course(window) -> Credential:
    return next(row for row in window.session.store.rows(Credential) if row.credential == "police-basic")


def attach(window, row, name="Certificate.pdf", content=None, proof=Proof.COPY):
    file = Enclosure(name, content or scans.pdf(pages=3))
    window.session.apply(lambda store: attaching.attach(store, row, [file], on=TODAY, proof=proof))


def officer(window, part):
    window.show_officer("A1")
    window.page.tabs.show_part(part)
    return window.page


def looked_into(qtbot, dialog):
    qtbot.waitUntil(lambda: dialog._task.over)
    QApplication.processEvents()


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    made = {
        "Certificate.pdf": scans.pdf(pages=20),
        "Photo.jpeg": scans.picture("JPEG", turned=True),
        "Phone.HEIC": scans.HEIC.read_bytes(),
        "diploma.pdf": scans.PROGRAM,
        "empty.png": b"",
    }
    for name, content in made.items():
        (tmp_path / name).write_bytes(content)
    return {name: tmp_path / name for name in made}


def test_what_can_be_kept_is_listed_and_the_rest_refused_by_name(qtbot, window, files):
    dialog = AttachDialog(window.session, window, course(window), list(files.values()))
    qtbot.addWidget(dialog)
    looked_into(qtbot, dialog)
    assert [file.name for file in dialog.files] == ["Certificate.pdf", "Photo.jpg", "Phone.heic"]
    assert "“diploma.pdf” is a Windows program" in dialog.notice.text
    assert "“empty.png” is empty" in dialog.notice.text
    assert dialog.record_button.text() == "Attach 3 documents"
    dialog.proof.set_value(Proof.ORIGINAL)
    dialog.notes.set_value("from the academy")
    dialog.record_button.click()
    kept = window.session.store.rows(Attachment)
    assert [each.media_type for each in kept] == [Media.PDF, Media.JPEG, Media.HEIC]
    assert {each.notes for each in kept} == {"from the academy"}
    assert course(window).proof is Proof.ORIGINAL
    assert documents.verify(window.session.path).ok


def test_nothing_is_attached_where_nothing_can_be_kept(qtbot, window, files):
    dialog = AttachDialog(window.session, window, course(window), [files["diploma.pdf"]])
    qtbot.addWidget(dialog)
    looked_into(qtbot, dialog)
    assert not dialog.record_button.isEnabled()
    assert not window.session.store.rows(Attachment)


@pytest.fixture
def wanted(monkeypatch):
    calls = []
    monkeypatch.setattr(dialogs, "open_attaching", lambda session, parent, row, files=(): calls.append((row, files)))
    return calls


def dropped(target, mime, point):
    enter = QDragEnterEvent(
        point, Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(target, enter)
    drop = QDropEvent(
        QPointF(point), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(target, drop)
    return enter.isAccepted()


def test_a_file_dropped_on_a_row_is_for_that_record(window, files, wanted):
    page = officer(window, TRAINING)
    panel = page.panels["Credentials"]
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(files["Certificate.pdf"]))])
    table = panel.table
    point = table.viewport().mapTo(panel, QPoint(20, table.rowViewportPosition(1) + 5))
    assert dropped(panel, mime, point)
    assert wanted == [(panel.model.rows[1].row, [files["Certificate.pdf"]])]


def test_a_file_dropped_beside_the_rows_is_for_the_officer(window, files, wanted):
    page = officer(window, TRAINING)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(files["Photo.jpeg"]))])
    assert dropped(page, mime, QPoint(5, 5))
    assert wanted == [(window.session.register.officer("A1"), [files["Photo.jpeg"]])]


def test_a_workbook_is_left_to_the_window(tmp_path):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "roster.xlsx"))])
    assert dialogs.sources_of(mime) == []


def test_a_picture_on_the_clipboard_is_for_the_row_under_the_cursor(window, wanted):
    page = officer(window, TRAINING)
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(QColor("#336699"))
    QGuiApplication.clipboard().setImage(image)
    QTest.keyClick(page.panels["Credentials"].table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    ((row, (pasted,)),) = wanted
    assert row == page.panels["Credentials"].model.rows[0].row
    assert pasted.media is Media.PNG
    QGuiApplication.clipboard().clear()


def test_cells_copied_in_a_spreadsheet_are_no_picture():
    mime = QMimeData()
    mime.setImageData(QImage(9, 9, QImage.Format.Format_RGB32))
    mime.setText("Lee\tDana")
    assert dialogs.sources_of(mime) == []


def test_the_shortcut_attaches_to_the_record_under_the_cursor(window, wanted):
    page = officer(window, TRAINING)
    window.give("attach_document")
    assert wanted[-1][0] == page.panels["Credentials"].model.rows[0].row
    window.show_page("officers")
    window.page.table.choose("A1")
    window.give("attach_document")
    assert wanted[-1][0] == window.session.register.officer("A1")


def test_proof_is_shown_in_words_in_every_section(window):
    attach(window, course(window))
    page = officer(window, TRAINING)
    for panel in page.panels.values():
        assert panel.model.columns[-1].title == "Proof"
    rows = page.panels["Credentials"].model
    assert [rows.index(at, len(rows.columns) - 1).data() for at in range(2)] == ["Copy (1)", "Copy"]
    page.panels["Credentials"].table.selectRow(0)
    assert page.panels["Credentials"].documents.isVisible()
    page.panels["Credentials"].documents.click()
    assert page.tabs.title == DOCUMENTS
    assert page.documents.chosen.file_name == "Certificate.pdf"


def test_a_document_is_seen_page_by_page_and_magnified(qtbot, window):
    attach(window, course(window))
    page = officer(window, DOCUMENTS)
    view = page.documents.viewer.view
    qtbot.waitUntil(lambda: view.pdf is not None and len(view.pdf) == 3)
    qtbot.waitUntil(lambda: "Page 1 of 3" in view.accessibleDescription())
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert page.documents.viewer.place.text() == "2 of 3"
    before = view.zoom
    QTest.keyClick(view, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom > before


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.heic", scans.HEIC.read_bytes()),
        ("a.jpg", scans.picture("JPEG", (400, 300))),
        ("a.png", scans.picture("PNG", (400, 300))),
    ],
)
def test_pictures_are_seen(qtbot, window, name, content):
    attach(window, course(window), name, content)
    page = officer(window, DOCUMENTS)
    view = page.documents.viewer.view
    qtbot.waitUntil(lambda: view.pdf is not None and bool(view._images))
    width, height = view.pdf.sizes[0]
    assert width / height == pytest.approx(4 / 3)
    middle = view.viewport().grab().toImage().pixelColor(view.viewport().width() // 2, 60)
    assert middle.red() > middle.blue() > 100


def test_opened_outside_it_is_a_copy_that_cannot_be_written_and_goes_with_the_program(window, prompts):
    attach(window, window.session.register.officer("A1"), "../Lee.pdf.exe", scans.pdf())
    page = officer(window, DOCUMENTS)
    prompts.answers = [True]
    QTest.keyClick(page.documents.table, Qt.Key.Key_Return)
    path = Path(prompts.asked[-1])
    assert path.name == "Lee.pdf"
    assert path.read_bytes() == scans.pdf()
    assert not path.stat().st_mode & stat.S_IWUSR
    window.session.close()
    assert not path.parent.parent.exists()


def test_what_a_program_left_that_did_not_end_well_is_swept_away(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    old, new = (tmp_path / f"{BEGINNING}{name}" for name in ("old", "new"))
    for folder in (old, new):
        folder.mkdir()
        (folder / "scan.pdf").write_bytes(b"x")
        (folder / "scan.pdf").chmod(0o400)
    os.utime(old, (0, 0))
    _sweep()
    assert [folder.exists() for folder in (old, new)] == [False, True]


def test_where_no_program_opens_it_that_is_said(window, prompts):
    attach(window, course(window))
    page = officer(window, DOCUMENTS)
    prompts.answers = [False]
    page.documents.open_button.click()
    assert "No program on this computer opens “Certificate.pdf”" in prompts.asked[-1]


def test_a_copy_is_saved_as_it_was(window, prompts, tmp_path):
    attach(window, course(window))
    page = officer(window, DOCUMENTS)
    prompts.answers = [tmp_path / "copy.pdf"]
    page.documents.save_button.click()
    assert (tmp_path / "copy.pdf").read_bytes() == scans.pdf(pages=3)


def test_it_is_taken_off_with_a_reason_and_comes_back(window, prompts):
    attach(window, course(window))
    page = officer(window, DOCUMENTS)
    prompts.answers = ["someone else’s certificate"]
    QTest.keyClick(page.documents.table, Qt.Key.Key_Delete)
    assert page.documents.model.total == 0
    assert course(window).proof is Proof.STATED
    assert window.session.store.history(limit=1)[0].reason == "someone else’s certificate"
    window.session.undo()
    assert page.documents.model.total == 1
    assert course(window).proof is Proof.COPY


def test_a_copy_may_turn_out_to_be_the_original(window, prompts):
    attach(window, course(window))
    page = officer(window, DOCUMENTS)
    prompts.answers = ["the original came by mail"]
    page.documents.mark_button.click()
    assert course(window).proof is Proof.ORIGINAL
    assert page.documents.mark_button.text() == "Say it is a copy"


def test_an_officers_own_documents_are_in_their_record_alone(window):
    attach(window, window.session.register.officer("A1"))
    assert len(window.session.register.record("A1").attachments) == 1
    assert not window.session.register.record("A2").attachments
    assert isinstance(attaching.row_of(window.session.store, window.session.store.rows(Attachment)[0]), Officer)
