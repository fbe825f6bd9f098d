"""The wording of the letters, edited in the real dialog over a real file."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.model import Template
from core.reports.letters import KINDS, LetterKind, original
from gui import theme
from gui.dialogs.template import NARROW, TemplateDialog
from tests.golden.paper_district import text_of

OVERDUE = LetterKind.OVERDUE


@pytest.fixture
def dialog(qtbot, window, session):
    made = TemplateDialog(session, window, OVERDUE)
    made.pause.setInterval(1)
    made.resize(1200, 680)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    shown(qtbot, made)
    yield made
    made.done(0)


def shown(qtbot, dialog: TemplateDialog) -> str:
    """What can be read on the preview once it has been drawn."""
    qtbot.waitUntil(lambda: not dialog.pause.isActive() and not dialog._drawing.busy, timeout=20_000)
    return "".join(dialog.view.pdf.text(number) for number in range(len(dialog.view.pdf)))


def replace(dialog: TemplateDialog, old: str, new: str) -> None:
    text = dialog.words.toPlainText()
    assert old in text
    dialog.words.setPlainText(text.replace(old, new))


def test_it_opens_with_the_words_in_use_and_a_picture_of_the_letter(qtbot, dialog) -> None:
    assert dialog.words.toPlainText() == original(OVERDUE)
    assert "Test County Schools" in shown(qtbot, dialog)
    assert "Requirements that are past due or not met" in shown(qtbot, dialog)
    assert not dialog.record_button.isEnabled()
    assert not dialog.original_button.isEnabled()
    assert dialog.whose.text().startswith("The original words.")


def test_the_picture_follows_what_is_typed(qtbot, dialog) -> None:
    replace(dialog, "Dear Officer $last_name:", "Good morning, $full_name of $district!")
    assert "of Test County Schools!" in shown(qtbot, dialog)
    assert dialog.record_button.isEnabled()


def test_wrong_words_are_said_by_line_and_cannot_be_saved(qtbot, dialog) -> None:
    before = shown(qtbot, dialog)
    replace(dialog, "Dear Officer $last_name:", "Dear $nobody:")
    qtbot.waitUntil(lambda: dialog.waiting.text().startswith("The letter is shown anew"))
    assert [dialog.problems.item(row).text() for row in range(dialog.problems.count())] == [
        "Line 5: There is no field “$nobody” in this letter. The fields are $as_of, $call, $count, $dated, $district, "
        "$full_name, $last_name, $role, $signer and $supervisor."
    ]
    assert not dialog.record_button.isEnabled()
    assert shown(qtbot, dialog) == before
    dialog.try_record()
    assert dialog.session.store.rows(Template) == []


def test_a_problem_leads_to_its_line(qtbot, dialog) -> None:
    replace(dialog, "Dear Officer $last_name:", "Dear $nobody:")
    dialog.problems.setCurrentRow(0)
    dialog.problems.setFocus()
    QTest.keyClick(dialog.problems, Qt.Key.Key_Return)
    assert dialog.words.textCursor().selectedText() == "Dear $nobody:"
    assert dialog.words.hasFocus()


def test_saved_words_are_used_and_undone_as_one(qtbot, dialog, session) -> None:
    replace(dialog, "Sincerely,", "With regards,")
    QTest.keyClick(dialog.words, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    (kept,) = session.store.rows(Template)
    assert kept.name == "overdue"
    assert "With regards," in kept.text
    assert dialog.isVisible()
    assert dialog.whose.text().startswith("Your district’s own words.")
    assert not dialog.record_button.isEnabled()
    assert session.store.undo_label == "Change the words of the letter “Past due”"
    session.undo()
    assert session.store.rows(Template) == []


def test_going_back_to_the_original_asks_first(qtbot, dialog, session, prompts) -> None:
    replace(dialog, "Sincerely,", "With regards,")
    dialog.try_record()
    prompts.answers = [False, True]
    dialog.original_button.click()
    assert "With regards," in dialog.words.toPlainText()
    dialog.original_button.click()
    assert dialog.words.toPlainText() == original(OVERDUE)
    assert session.store.rows(Template) == []
    assert not dialog.original_button.isEnabled()
    assert "Go back to the original words" in prompts.asked[0]


def test_another_letter_asks_about_words_that_are_not_saved(qtbot, dialog, prompts) -> None:
    replace(dialog, "Sincerely,", "With regards,")
    prompts.answers = [False, True]
    for stays in (True, False):
        dialog.letters.setCurrentIndex(0)
        dialog.letters.activated.emit(0)
        assert ("With regards," in dialog.words.toPlainText()) is stays
    assert dialog.words.toPlainText() == original(LetterKind.POWERS)
    assert "The person" in shown(qtbot, dialog) or "the person may not exercise" in shown(qtbot, dialog)


@pytest.mark.parametrize("kind", LetterKind)
def test_every_letter_can_be_shown_and_its_names_inserted(qtbot, dialog, kind: LetterKind) -> None:
    dialog.letters.setCurrentIndex(list(LetterKind).index(kind))
    dialog.letters.activated.emit(0)
    listed = [dialog.names.item(row).data(Qt.ItemDataRole.UserRole) for row in range(dialog.names.count())]
    assert {f"${name}" for name in KINDS[kind].fields} | {f"[{name}]" for name in KINDS[kind].lists} < set(listed)
    assert "Test County Schools" in shown(qtbot, dialog)
    dialog.words.appendPlainText("\nIn words of our own for ")
    dialog.words.moveCursor(dialog.words.textCursor().MoveOperation.End)
    dialog.names.setCurrentRow(listed.index("$district"))
    dialog.names.setFocus()
    QTest.keyClick(dialog.names, Qt.Key.Key_Return)
    assert dialog.words.toPlainText().endswith("for $district")
    assert dialog.words.hasFocus()
    assert not dialog.found


def test_the_keyboard_reaches_everything(qtbot, dialog) -> None:
    dialog.words.setPlainText("wrong")
    dialog.letters.setFocus()
    reached = set()
    for _ in range(20):
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
        reached.add(dialog.focusWidget())
    assert {dialog.words, dialog.problems, dialog.names, dialog.view, dialog.cancel_button} <= reached


@pytest.mark.parametrize("size", [(667, 336), (1200, 640)])
def test_it_fits_small_screens(qtbot, dialog, size: tuple[int, int]) -> None:
    dialog.resize(*size)
    assert (dialog.width(), dialog.height()) == size
    narrow = size[0] < NARROW
    assert dialog.tabs.isVisible() is narrow
    assert [column.isVisible() for column in dialog.columns] == ([True, False, False] if narrow else [True] * 3)
    if narrow:
        dialog.tabs.setCurrentIndex(2)
        assert dialog.view.isVisible()
        assert dialog.view.hasFocus()


def test_colours_follow_the_palette(qtbot, qapp, dialog) -> None:
    theme.apply(qapp, theme.DARK)
    dialog._colors.rehighlight()
    formats = dialog.words.document().firstBlock().layout().formats()
    assert [each.format.foreground().color().name() for each in formats][:1] == [theme.DARK.accent]


def test_a_file_that_is_only_read_shows_its_words(qtbot, window, session) -> None:
    session.only_reading = True
    made = TemplateDialog(session, window, OVERDUE)
    qtbot.addWidget(made)
    assert made.words.isReadOnly()
    assert not made.record_button.isEnabled()
    session.only_reading = False


def test_the_menu_opens_it(qtbot, window, monkeypatch) -> None:
    opened = []
    monkeypatch.setattr(TemplateDialog, "exec", lambda self: opened.append(self) or 0)
    window.acts.edit_wording()
    assert opened[0].windowTitle() == "Wording of the letters"


def test_a_letter_of_the_file_is_printed_in_the_new_words(qtbot, dialog, session) -> None:
    from core.reports.letters import due_letters
    from core.reports.pdf import render
    from core.stationery import stationery

    replace(dialog, "Sincerely,", "With regards,")
    dialog.try_record()
    letters = due_letters(session.roll, "overdue", dated=date(2026, 11, 23), stationery=stationery(session.store))
    assert letters
    assert all("With regards," in text_of(render(letter.document)) for letter in letters)
    assert {letter.template for letter in due_letters(session.roll, "overdue")} != {letters[0].template}
