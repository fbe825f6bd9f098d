"""Every colour stands out from what it lies on, in every palette; and the palette is the one that was asked for."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget

from core.model import Status
from gui import theme
from gui.theme import CONTRAST_DARK, CONTRAST_LIGHT, DARK, LIGHT, PALETTES, Colors, palette_for

NAMES = [palette.name for palette in PALETTES]
TEXT, PART = 4.5, 3.0
"""What WCAG asks of text, and of the parts of a control and its focus."""


def luminance(color: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF())


def contrast(one, other) -> float:
    lighter, darker = sorted((luminance(QColor(one)), luminance(QColor(other))), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("palette", PALETTES, ids=NAMES)
def test_every_text_stands_out_from_its_ground(palette):
    least = 7 if palette in (CONTRAST_LIGHT, CONTRAST_DARK) else TEXT
    grounds = (palette.surface, palette.window, palette.hover, palette.selection)
    for status in Status:
        for ground in grounds[:2]:
            assert contrast(palette.states[status], ground) >= least, (status, ground)
        for ground in grounds:
            assert contrast(palette.states[status], ground) >= TEXT, (status, ground)
    for ground in (*grounds, palette.rail):
        assert contrast(palette.ink, ground) >= 7
        assert contrast(palette.muted, ground) >= TEXT
    assert contrast(palette.accent_ink, palette.accent) >= least
    assert contrast(palette.notice_ink, palette.notice) >= TEXT
    assert contrast(palette.surface, palette.ink) >= 7  # tool tips


@pytest.mark.parametrize("palette", PALETTES, ids=NAMES)
def test_links_fields_rings_and_what_is_disabled_can_be_seen(palette):
    for ground in (palette.surface, palette.window, palette.notice):
        assert contrast(palette.accent, ground) >= TEXT, ground  # links, and the ring of the focus
    for ground in (palette.surface, palette.window):
        assert contrast(palette.field_line, ground) >= PART, ground  # edges of fields, words that are disabled
    for ground in (palette.selection, palette.rail, palette.hover):
        assert contrast(palette.accent, ground) >= PART, ground
    assert contrast(palette.muted, palette.hover) >= TEXT  # a main act that is disabled


@pytest.mark.parametrize("palette", PALETTES, ids=NAMES)
def test_the_style_sheet_knows_no_color_but_the_palettes(palette):
    used = set(re.findall(r"#[0-9a-f]{6}", theme._sheet(palette)))
    own = {value for value in (getattr(palette, name) for name in palette.__slots__) if isinstance(value, str)}
    assert used <= own | set(palette.states.values())


@pytest.mark.parametrize("palette", PALETTES, ids=NAMES)
def test_qt_gets_the_same_colors(qapp, palette):
    theme.apply(qapp, palette)
    assert theme.current() is palette
    given = qapp.palette()
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        assert contrast(given.color(role), given.color(QPalette.ColorRole.Base)) >= 7
        assert contrast(given.color(QPalette.ColorGroup.Disabled, role), palette.surface) >= PART
    assert contrast(given.color(QPalette.ColorRole.PlaceholderText), palette.surface) >= TEXT


@pytest.mark.parametrize("palette", PALETTES, ids=NAMES)
@pytest.mark.parametrize("look", [theme.Look.PLAIN, theme.Look.PRIMARY, theme.Look.LINK, theme.Look.CHIP])
def test_the_focus_is_seen_on_every_button(qtbot, qapp, palette, look):
    """Somewhere on the button, a colour changes by 3 to 1 when the focus comes."""
    theme.apply(qapp, palette)
    panel, button, other = QWidget(), QPushButton("Record class…"), QLineEdit()
    qtbot.addWidget(panel)
    layout = QVBoxLayout(panel)
    layout.addWidget(other)
    layout.addWidget(button)
    theme.wear(button, look)
    panel.show()
    panel.activateWindow()
    other.setFocus()
    qtbot.waitUntil(other.hasFocus)
    before = panel.grab().toImage()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(button.hasFocus)
    after = panel.grab().toImage()
    box = button.geometry()
    places = [(x, box.top() + y) for x in range(box.left(), box.right()) for y in (0, 1, 2, 3, 4, box.height() // 2)]
    changes = [contrast(before.pixelColor(x, y), after.pixelColor(x, y)) for x, y in places]
    assert max(changes) >= PART


def test_the_words_in_an_empty_line_are_not_too_faint(qtbot, qapp):
    line = QLineEdit(placeholderText="█████████")
    qtbot.addWidget(line)
    line.resize(200, 32)
    image = line.grab().toImage()
    darkest = min((image.pixelColor(x, 16) for x in range(12, 60)), key=luminance)
    assert contrast(darkest, LIGHT.surface) >= TEXT


@pytest.mark.parametrize(
    ("colors", "dark", "wish", "palette"),
    [
        (Colors.SYSTEM, False, False, LIGHT),
        (Colors.SYSTEM, True, False, DARK),
        (Colors.SYSTEM, False, True, CONTRAST_LIGHT),
        (Colors.SYSTEM, True, True, CONTRAST_DARK),
        (Colors.LIGHT, True, False, LIGHT),
        (Colors.DARK, False, False, DARK),
        (Colors.DARK, False, True, CONTRAST_DARK),
        (Colors.CONTRAST, False, False, CONTRAST_LIGHT),
        (Colors.CONTRAST, True, False, CONTRAST_DARK),
    ],
)
def test_the_system_is_followed_unless_something_else_was_chosen(colors, dark, wish, palette):
    assert palette_for(colors, dark=dark, contrast=wish) is palette


def test_the_colors_are_chosen_in_the_view_menu_and_remembered(window, qapp):
    try:
        window.give("colors_contrast")
        assert theme.current() in (CONTRAST_LIGHT, CONTRAST_DARK)
        assert window.actions_.by_id["colors_contrast"].isChecked()
        assert window.session.colors is Colors.CONTRAST
        QApplication.processEvents()
        window.give("colors_dark")
        assert theme.current() is DARK
        assert not window.actions_.by_id["colors_contrast"].isChecked()
    finally:
        window.give("colors_system")
    assert window.session.colors is Colors.SYSTEM


def test_a_wish_of_the_system_for_contrast_is_heard(qapp):
    """The signals that bring it are there in this Qt."""
    hints = qapp.styleHints()
    assert hints.accessibility().contrastPreference() in set(Qt.ContrastPreference)
    assert hints.colorScheme() in set(Qt.ColorScheme)
    assert hasattr(hints.accessibility(), "contrastPreferenceChanged")
