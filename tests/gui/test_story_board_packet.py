"""The monthly board packet, from the first look to the reprint, on the real window with real files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from core import documents
from core.model import Attachment, Credential, Proof, Status
from core.papers import papers, shown_code
from gui.pages.officer import DOCUMENTS, LETTERS, TRAINING
from gui.pages.papers import BOARD_PACKET, DUE, PRINTED
from tests import scans

MEETING = date(2026, 12, 14)
SCAN = "Certificate of the Police Officer Basic Course"


def in_dialog(act: Callable[[QDialog], object]) -> None:
    """``act`` on the dialog that opens next, which is closed whatever happens in it."""

    def meet() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        try:
            act(dialog)
        finally:
            if dialog.isVisible():
                dialog.done(0)

    QTimer.singleShot(50, meet)


def write(words: str) -> None:
    """Into the field that has the focus, and on to the next."""
    line = QApplication.focusWidget()
    assert line is not None
    if hasattr(line, "selectAll"):
        line.selectAll()
    QTest.keyClicks(line, words)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)


def shown(qtbot, page) -> None:
    def still() -> bool:
        typing = page.options is not None and page.options.is_pausing
        return not (typing or page._work.busy or page._counting.busy)

    qtbot.waitUntil(still, timeout=30_000)


def pick(qtbot, page, key: str) -> None:
    page.picker.pick(key)
    shown(qtbot, page)


def enter(qtbot, page, name: str, words: str) -> None:
    field = page.options.fields[name]
    field.control.setFocus()
    field.set_value(None)
    QTest.keyClicks(field.control, words)
    QTest.keyClick(field.control, Qt.Key.Key_Return)
    shown(qtbot, page)


def words_of(content: bytes) -> str:
    return " ".join(sheet.extract_text() for sheet in PdfReader(BytesIO(content)).pages)


def titles(entries) -> list[str]:
    flat = []
    for entry in entries:
        flat += titles(entry) if isinstance(entry, list) else [entry.title]
    return flat


def line_of(page, officer_id: str, requirement: str):
    lines = [row for row in page.model.rows if row.judged and row.judged.officer.officer_id == officer_id]
    return next((row for row in lines if row.worst.requirement.id == requirement), None)


def record_what_came_in(qtbot, window, scan: Path) -> None:
    """The certificate from the line that asks for it, with its scan."""
    page = window.page
    page.table.selectRow(page.model.rows.index(line_of(page, "A3", "basic-training")))

    def fill(dialog: QDialog) -> None:
        fields = dialog.row_form.fields
        assert fields["credential"].value() == "police-basic"
        QTest.keyClicks(fields["issued_on"].control, "8/28/2026")
        QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert not dialog.isVisible(), dialog.notice.text

    in_dialog(fill)
    QTest.keyClick(page.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    window.show_officer("A3")
    officer = window.page
    officer.tabs.show_part(TRAINING)
    assert officer.record().credential == "police-basic"
    window.session.prompts.answers = [[scan]]

    def attach(dialog: QDialog) -> None:
        qtbot.waitUntil(dialog.record_button.isEnabled, timeout=30_000)
        assert [file.name for file in dialog.files] == [f"{SCAN}.pdf"]
        dialog.proof.set_value(Proof.ORIGINAL)
        QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    in_dialog(attach)
    window.give("attach_document")


def save(qtbot, page, prompts, path: Path) -> bytes:
    prompts.answers = [path]
    page.save()
    qtbot.waitUntil(path.exists, timeout=30_000)
    shown(qtbot, page)
    return path.read_bytes()


def test_the_monthly_board_packet(qtbot, window, prompts, tmp_path):
    scan = tmp_path / f"{SCAN}.pdf"
    scan.write_bytes(scans.pdf("Police Officer Basic Course", pages=2))

    # The records as they will stand at the meeting
    window.give("go_to_date")
    write("12/14/26")
    assert window.session.as_of == MEETING
    assert window.page.not_today.isVisible()
    assert "December 14, 2026" in window.page.sentence.text()
    late = line_of(window.page, "A3", "basic-training")
    assert late.status is Status.OVERDUE
    assert window.session.register.entry("A3").powers_suspended

    # What came in is recorded where it is asked for, with its scan
    record_what_came_in(qtbot, window, scan)
    (kept,) = window.session.store.rows(Attachment)
    assert window.session.store.blob(kept.sha256) == scan.read_bytes()
    course = next(row for row in window.session.store.rows(Credential) if row.officer_id == "A3")
    assert course.proof is Proof.ORIGINAL
    assert not window.session.register.entry("A3").powers_suspended
    window.page.tabs.show_part(DOCUMENTS)
    view = window.page.documents.viewer.view
    qtbot.waitUntil(lambda: view.pdf is not None and len(view.pdf) == 2, timeout=30_000)
    window.give("show_attention")
    assert line_of(window.page, "A3", "basic-training") is None

    # The report to the board, in both editions
    window.give("show_papers")
    page = window.page
    shown(qtbot, page)
    pick(qtbot, page, "board")
    page.options.fields["edition"].set_value("both")
    enter(qtbot, page, "meeting", "12/14/26")
    executive, public = (words_of(made.content) for made in page.made)
    assert "Boyd" in executive
    assert "December 14, 2026" in executive
    assert not {"Boyd", "Lee", "Nuñez", "S-100"} & set(public.replace(",", " ").split())

    # The letters that are due
    pick(qtbot, page, DUE)
    letters = page.options.chosen
    assert letters
    assert not any("A3" in letter.officer_ids and "powers" in letter.title.lower() for letter in letters)
    save(qtbot, page, prompts, tmp_path / "letters.pdf")
    written = [paper for paper in papers(window.session.store) if paper.officer_id]
    assert {paper.officer_id for paper in written} <= {"A1", "A2", "A3"}
    assert len(written) == len(letters)

    # The packet in one piece: cover, report, letters, appendix, evidence
    pick(qtbot, page, BOARD_PACKET)
    page.options.fields["evidence"].set_value("everyone")
    enter(qtbot, page, "meeting", "12/14/26")
    content = save(qtbot, page, prompts, tmp_path / "packet.pdf")
    reader = PdfReader(BytesIO(content))
    outline = " ".join(titles(reader.outline))
    for chapter in ("Agenda cover sheet", "Report", "Letters", "Appendix", "Evidence", "Boyd, Terrence"):
        assert chapter in outline, chapter
    count = len(reader.pages)
    assert all(f"Page {n} of {count}" in sheet.extract_text() for n, sheet in enumerate(reader.pages, start=1))
    assert "Police Officer Basic Course" in words_of(content)
    packet = papers(window.session.store)[0]
    assert (packet.name, packet.meeting_on, packet.as_of, packet.pages) == (BOARD_PACKET, MEETING, MEETING, count)
    assert shown_code(packet.code) in reader.pages[-1].extract_text()

    # Registered, found by the code on a page, and reprinted byte for byte
    window.give("go_to_today")
    pick(qtbot, page, PRINTED)
    assert page.register.model.total == len(letters) + 1
    page.register.choose(packet)
    assert save(qtbot, page, prompts, tmp_path / "again.pdf") == content
    assert len(papers(window.session.store)) == len(letters) + 1

    # The officer's page knows what was written, and the file is sound
    window.show_officer(written[0].officer_id)
    window.page.tabs.show_part(LETTERS)
    assert window.page.letters.model.total == sum(paper.officer_id == written[0].officer_id for paper in written)
    assert documents.verify(window.session.path).ok
