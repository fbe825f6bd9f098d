"""How the window looks: colours, type, spacing, the shapes of the states, icons; the same on every system."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from weakref import WeakKeyDictionary

from PySide6.QtCore import QByteArray, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QIcon,
    QPainter,
    QPainterPath,
    QPalette,
    QPen,
    QPixmap,
    QPolygonF,
)
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from shiboken6 import isValid

if TYPE_CHECKING:
    from PySide6.QtSvg import QSvgRenderer

    from core.model import Proof, Status

RESOURCES = Path(__file__).resolve().parent.parent / "resources"

SPACE = 8
"""The grid: every margin and gap is a multiple of it, or its half."""
ROW_HEIGHT = 32
ICON = QSize(20, 20)

# A status is its text, so these tables do without the records' model, which is imported after the first paint.
STATE_WORDS: Mapping[str, str] = {
    "violation": "Violation",
    "overdue": "Overdue",
    "undetermined": "Undetermined",
    "due_soon": "Due soon",
    "pending": "Pending",
    "met": "Met",
    "waived": "Waived",
}


@dataclass(frozen=True, slots=True)
class Palette:
    """``window`` lies under ``surface``; ``ink`` and ``muted`` are text on both; ``line`` separates."""

    window: str
    surface: str
    rail: str
    ink: str
    muted: str
    line: str
    edge: str
    field_line: str
    hover: str
    accent: str
    accent_ink: str
    selection: str
    notice: str
    notice_ink: str
    states: Mapping[str, str]
    drawn: str
    """The ending of the drawings that style sheets load, which cannot be tinted."""
    name: str

    def state(self, status: Status) -> QColor:
        return QColor(self.states[status])


LIGHT = Palette(
    window="#f6f6f3",
    surface="#ffffff",
    rail="#ecece7",
    ink="#1d2329",
    muted="#58616a",
    line="#dfdfda",
    edge="#bfc0bb",
    field_line="#878a86",
    hover="#e9ebea",
    accent="#1d5a85",
    accent_ink="#ffffff",
    selection="#dceaf4",
    notice="#fdf0cf",
    notice_ink="#5f4300",
    states={
        "violation": "#a8123b",
        "overdue": "#b03c08",
        "undetermined": "#73399c",
        "due_soon": "#7e5600",
        "pending": "#4a5968",
        "met": "#19683a",
        "waived": "#3b6470",
    },
    drawn="light",
    name="light",
)
DARK = Palette(
    window="#1a1c1f",
    surface="#222528",
    rail="#151719",
    ink="#e9eaeb",
    muted="#a7aeb5",
    line="#373c41",
    edge="#4c5359",
    field_line="#757d85",
    hover="#2c3034",
    accent="#84bde6",
    accent_ink="#0d2233",
    selection="#27425a",
    notice="#443714",
    notice_ink="#f6dea0",
    states={
        "violation": "#ff8ea2",
        "overdue": "#ffa873",
        "undetermined": "#d2abf2",
        "due_soon": "#ebc960",
        "pending": "#b3bfca",
        "met": "#80d69c",
        "waived": "#9fc8d3",
    },
    drawn="dark",
    name="dark",
)
CONTRAST_LIGHT = Palette(
    window="#ffffff",
    surface="#ffffff",
    rail="#ffffff",
    ink="#000000",
    muted="#000000",
    line="#5c5c5c",
    edge="#000000",
    field_line="#3d3d3d",
    hover="#f0e9b8",
    accent="#00357a",
    accent_ink="#ffffff",
    selection="#cfe3ff",
    notice="#fff3b0",
    notice_ink="#000000",
    states={
        "violation": "#8c0028",
        "overdue": "#7a2600",
        "undetermined": "#561680",
        "due_soon": "#553a00",
        "pending": "#2b3844",
        "met": "#084a22",
        "waived": "#123f4b",
    },
    drawn="light",
    name="contrast-light",
)
CONTRAST_DARK = Palette(
    window="#000000",
    surface="#000000",
    rail="#000000",
    ink="#ffffff",
    muted="#ffffff",
    line="#a8a8a8",
    edge="#ffffff",
    field_line="#c8c8c8",
    hover="#333300",
    accent="#ffe14a",
    accent_ink="#000000",
    selection="#1c3d66",
    notice="#3a3000",
    notice_ink="#ffffff",
    states={
        "violation": "#ffb0bd",
        "overdue": "#ffc09a",
        "undetermined": "#e3c8ff",
        "due_soon": "#ffdf7a",
        "pending": "#d5dde4",
        "met": "#9bf0b6",
        "waived": "#b8e4ef",
    },
    drawn="dark",
    name="contrast-dark",
)
PALETTES = (LIGHT, DARK, CONTRAST_LIGHT, CONTRAST_DARK)


class Colors(StrEnum):
    """What the person chose in the View menu; ``SYSTEM`` follows the computer's own setting."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


_in_force = LIGHT


def current() -> Palette:
    """The palette in force."""
    return _in_force


class Size(StrEnum):
    """The four sizes of type."""

    CAPTION = "caption"
    BODY = "body"
    HEAD = "head"
    TITLE = "title"


_SCALE = {Size.CAPTION: 0.9, Size.BODY: 1.0, Size.HEAD: 1.2, Size.TITLE: 1.7}


def font(size: Size = Size.BODY, *, bold: bool = False) -> QFont:
    face = QFont(QApplication.font())
    face.setPointSizeF(face.pointSizeF() * _SCALE[size])
    face.setBold(bold)
    return face


class Look(StrEnum):
    """How a widget of a common class differs from the plain one; see :func:`wear`."""

    PLAIN = "plain"
    PRIMARY = "primary"
    """The page's or dialog's main act."""
    QUIET = "quiet"
    """A button without a frame."""
    LINK = "link"
    CHIP = "chip"
    RAIL = "rail"
    CARD = "card"
    NOTICE = "notice"
    WARNING = "warning"
    QUOTE = "quote"
    PAGE = "page"
    """What scrolls with the whole page: its bar keeps clear of what it scrolls."""
    MUTED = "muted"
    ERROR = "error"


def wear(widget: QWidget, look: Look) -> None:
    widget.setProperty("look", look.value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def color_by_state(widget: QLabel, status: Status) -> None:
    widget.setProperty("state", status.value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def label(text: str = "", size: Size = Size.BODY, *, bold: bool = False, muted: bool = False) -> QLabel:
    """A plain-text label that wraps; records are never taken for markup."""
    widget = QLabel(text)
    widget.setTextFormat(Qt.TextFormat.PlainText)
    widget.setFont(font(size, bold=bold))
    widget.setWordWrap(True)
    if muted:
        wear(widget, Look.MUTED)
    return widget


def apply(app: QApplication, palette: Palette) -> None:
    """Dresses the whole application; may be called again when the system changes to dark or light."""
    global _in_force  # noqa: PLW0603
    _in_force = palette
    if app.style().objectName().lower() != "fusion":
        app.setStyle("Fusion")
    app.setPalette(_qt_palette(palette))
    app.setStyleSheet(_sheet(palette))
    _show_again()


def follow_system(app: QApplication) -> None:
    """Takes the system's light or dark and its wish for contrast, now and whenever they change."""
    hints = app.styleHints()
    hints.colorSchemeChanged.connect(lambda _scheme: _follow(app))
    hints.accessibility().contrastPreferenceChanged.connect(lambda _wish: _follow(app))
    _follow(app)


def choose(app: QApplication, colors: Colors) -> None:
    """Takes the colours that were chosen, from now on."""
    hints = app.styleHints()
    app.setProperty(_CHOSEN, colors.value)
    match colors:
        case Colors.LIGHT:
            hints.setColorScheme(Qt.ColorScheme.Light)
        case Colors.DARK:
            hints.setColorScheme(Qt.ColorScheme.Dark)
        case _:
            hints.unsetColorScheme()
    _follow(app)


def chosen(app: QApplication) -> Colors:
    return Colors(app.property(_CHOSEN) or Colors.SYSTEM)


_CHOSEN = "chosen colors"


def _follow(app: QApplication) -> None:
    hints = app.styleHints()
    wish = hints.accessibility().contrastPreference()
    palette = palette_for(
        chosen(app),
        dark=hints.colorScheme() is Qt.ColorScheme.Dark,
        contrast=wish is Qt.ContrastPreference.HighContrast,
    )
    if palette is not _in_force or not app.styleSheet():
        apply(app, palette)


def palette_for(colors: Colors, *, dark: bool, contrast: bool) -> Palette:
    """``dark`` and ``contrast`` are what the system asks for; the latter holds beside a chosen light or dark."""
    is_dark = colors is Colors.DARK or (dark and colors is not Colors.LIGHT)
    if contrast or colors is Colors.CONTRAST:
        return CONTRAST_DARK if is_dark else CONTRAST_LIGHT
    return DARK if is_dark else LIGHT


def load_fonts(app: QApplication) -> None:
    """The type of the printed pages, at the system's size but never below 10 points."""
    points = max(10.0, app.font().pointSizeF())
    for name in ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"):
        QFontDatabase.addApplicationFont(str(RESOURCES / "fonts" / name))
    face = QFont("Noto Sans")
    face.setPointSizeF(points)
    app.setFont(face)


def _qt_palette(p: Palette) -> QPalette:
    role = QPalette.ColorRole
    colors = {
        role.Window: p.window, role.WindowText: p.ink, role.Base: p.surface, role.AlternateBase: p.window,
        role.Text: p.ink, role.Button: p.surface, role.ButtonText: p.ink, role.BrightText: p.ink,
        role.Highlight: p.accent, role.HighlightedText: p.accent_ink, role.Accent: p.accent,
        role.Link: p.accent, role.LinkVisited: p.accent, role.ToolTipBase: p.ink, role.ToolTipText: p.surface,
        role.PlaceholderText: p.muted, role.Mid: p.line, role.Midlight: p.line, role.Dark: p.field_line,
    }  # fmt: skip
    palette = QPalette()
    for which, color in colors.items():
        palette.setColor(which, QColor(color))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(p.field_line))
    return palette


def _sheet(p: Palette) -> str:
    drawings = (RESOURCES / "icons" / "drawn").as_posix()
    return f"""
QToolTip {{ background: {p.ink}; color: {p.surface}; border: 0; padding: 4px 8px; }}
QMenuBar {{ background: {p.window}; border-bottom: 1px solid {p.line}; padding: 2px 8px; }}
QMenuBar::item {{ padding: 4px 8px; border-radius: 4px; background: transparent; }}
QMenuBar::item:selected {{ background: {p.selection}; color: {p.ink}; }}
QMenu {{ background: {p.surface}; border: 1px solid {p.line}; padding: 4px; }}
QMenu::item {{ padding: 5px 24px 5px 12px; border: 1px solid transparent; border-radius: 4px; }}
QMenu::icon {{ padding-left: 8px; }}
QMenu::item:selected {{ background: {p.selection}; color: {p.ink}; border-color: {p.accent}; }}
QMenu::item:disabled {{ color: {p.field_line}; }}
QMenu::separator {{ height: 1px; background: {p.line}; margin: 4px 8px; }}
QStatusBar {{ background: {p.window}; border-top: 1px solid {p.line}; }}
QStatusBar::item {{ border: 0; }}
QStatusBar QLabel {{ color: {p.muted}; padding: 2px 12px; }}
QPushButton, QToolButton {{
  background: {p.surface}; color: {p.ink}; border: 1px solid {p.edge}; border-radius: 5px;
  padding: 5px 13px; min-height: 20px; }}
QToolButton {{ padding: 5px; }}
QPushButton:hover, QToolButton:hover {{ background: {p.hover}; }}
QPushButton:pressed, QToolButton:pressed {{ background: {p.selection}; }}
QPushButton:focus, QToolButton:focus {{ border: 2px solid {p.accent}; padding: 4px 12px; }}
QToolButton:focus {{ padding: 4px; }}
QPushButton:disabled, QToolButton:disabled {{ color: {p.field_line}; border-color: {p.line}; }}
QPushButton::menu-indicator, QToolButton::menu-indicator {{ width: 0; }}
QPushButton[look="primary"] {{
  background: {p.accent}; color: {p.accent_ink}; border-color: {p.accent}; font-weight: bold; }}
QPushButton[look="primary"]:hover {{ border-color: {p.ink}; }}
QPushButton[look="primary"]:focus {{
  border: 2px solid {p.accent}; padding: 2px 10px; background-clip: padding; background-origin: padding; }}
QPushButton[look="primary"]:disabled {{
  background: {p.hover}; color: {p.muted}; border-color: {p.line}; }}
QPushButton[look="quiet"], QToolButton[look="quiet"] {{ background: transparent; border-color: transparent; }}
QPushButton[look="quiet"]:hover, QToolButton[look="quiet"]:hover {{ background: {p.hover}; }}
QPushButton[look="quiet"]:focus, QToolButton[look="quiet"]:focus {{ border-color: {p.accent}; }}
QPushButton[look="link"] {{
  background: transparent; border: 2px solid transparent; color: {p.accent}; padding: 1px; margin-left: -3px;
  min-height: 20px; text-align: left; }}
QPushButton[look="link"]:hover {{ text-decoration: underline; }}
QPushButton[look="link"]:focus {{ border-color: {p.accent}; }}
QPushButton[look="chip"] {{ border-radius: 15px; padding: 3px 12px; min-height: 22px; border-color: {p.line}; }}
QPushButton[look="chip"]:checked {{ background: {p.selection}; border-color: {p.accent}; }}
QPushButton[look="chip"]:focus {{ border: 2px solid {p.accent}; padding: 2px 11px; }}
QPushButton[look="rail"] {{
  background: transparent; border: 2px solid transparent; border-radius: 6px; padding: 6px 10px; text-align: left; }}
QPushButton[look="rail"]:hover {{ background: {p.hover}; }}
QPushButton[look="rail"]:checked {{ background: {p.selection}; font-weight: bold; }}
QPushButton[look="rail"]:focus {{ border: 2px solid {p.accent}; padding: 6px 10px; }}
QDialogButtonBox {{ button-layout: 3; }}
QMessageBox QLabel#qt_msgbox_label {{
  font-size: {font(Size.HEAD).pointSizeF()}pt; font-weight: bold; min-width: 360px; }}
QMessageBox QLabel#qt_msgbox_informativelabel {{ color: {p.muted}; min-width: 360px; }}
QWidget#rail {{ background: {p.rail}; border-right: 1px solid {p.line}; }}
QFrame[look="card"] {{ background: {p.surface}; border: 1px solid {p.line}; border-radius: 6px; }}
QFrame[look="notice"] {{ background: {p.notice}; border: 0; border-radius: 6px; }}
QFrame[look="notice"] QLabel {{ color: {p.notice_ink}; }}
QFrame[look="warning"] {{ border: 2px solid {p.states["violation"]}; border-radius: 6px; }}
QFrame[look="warning"] QLabel {{ color: {p.states["violation"]}; }}
QFrame[look="quote"] {{ border: 0; border-left: 3px solid {p.edge}; }}
{_state_rules(p)}
QLabel[look="muted"] {{ color: {p.muted}; }}
QLabel[look="error"] {{ color: {p.states["violation"]}; }}
QLineEdit, QPlainTextEdit, QTextEdit, QComboBox {{
  background: {p.surface}; color: {p.ink}; border: 1px solid {p.field_line}; border-radius: 4px;
  padding: 3px 7px; min-height: 22px; selection-background-color: {p.accent}; selection-color: {p.accent_ink};
  placeholder-text-color: {p.muted}; }}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus {{
  border: 2px solid {p.accent}; padding: 2px 6px; }}
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled {{
  color: {p.muted}; background: {p.window}; border-color: {p.edge}; }}
QLineEdit:read-only {{ background: {p.window}; border-color: {p.edge}; }}
QLineEdit QToolButton {{ border: 0; background: transparent; padding: 0; min-height: 0; }}
QComboBox::drop-down {{ border: 0; width: 24px; }}
QComboBox::down-arrow {{ image: url("{drawings}/chevron-{p.drawn}.svg"); width: 16px; height: 16px; }}
QComboBox QAbstractItemView {{ padding: 4px; }}
QComboBox QAbstractItemView::item {{ min-height: 28px; }}
QCheckBox, QRadioButton {{ spacing: 8px; padding: 3px; border: 2px solid transparent; border-radius: 5px; }}
QCheckBox:focus, QRadioButton:focus {{ border-color: {p.accent}; }}
QCheckBox::indicator, QAbstractItemView::indicator {{
  width: 16px; height: 16px; border: 1px solid {p.field_line}; border-radius: 4px; background: {p.surface}; }}
QRadioButton::indicator {{
  width: 16px; height: 16px; border: 1px solid {p.field_line}; border-radius: 9px; background: {p.surface}; }}
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked {{
  background: {p.accent}; border-color: {p.accent}; image: url("{drawings}/tick-{p.drawn}.svg"); }}
QCheckBox::indicator:indeterminate, QAbstractItemView::indicator:indeterminate {{
  image: url("{drawings}/dash-{p.drawn}.svg"); }}
QRadioButton::indicator:checked {{
  background: {p.accent}; border-color: {p.accent}; image: url("{drawings}/dot-{p.drawn}.svg"); }}
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled {{
  border-color: {p.edge}; background: {p.window}; }}
QGroupBox {{ border: 0; margin-top: 24px; font-weight: bold; }}
QGroupBox::title {{ subcontrol-origin: margin; left: 0; padding: 0; }}
QTabWidget::pane {{ border: 0; border-top: 1px solid {p.line}; }}
QTabBar::tab {{ padding: 8px 16px; border: 0; border-bottom: 3px solid transparent; background: transparent; }}
QTabBar::tab:selected {{ border-bottom-color: {p.accent}; font-weight: bold; }}
QTabBar::tab:focus {{ background: {p.selection}; }}
QTabBar QToolButton {{ padding: 0; min-height: 0; border-radius: 4px; background: {p.surface}; }}
QTabBar::scroller {{ width: 56px; }}
QTabBar::tab:hover {{ background: {p.hover}; }}
QProgressBar {{ border: 0; border-radius: 4px; background: {p.line}; max-height: 8px; }}
QProgressBar::chunk {{ border-radius: 4px; background: {p.accent}; }}
QAbstractItemView {{
  background: {p.surface}; alternate-background-color: {p.surface}; border: 1px solid {p.line}; padding: 1px;
  selection-background-color: {p.selection}; selection-color: {p.ink}; outline: 0; }}
QAbstractItemView:focus {{ border: 2px solid {p.accent}; padding: 0; }}
RosterView::item {{ padding: 0 8px; border-bottom: 1px solid {p.line}; }}
RosterView::item:selected {{ background: {p.selection}; color: {p.ink}; }}
QHeaderView {{ background: {p.surface}; border: 0; }}
QHeaderView::section {{
  background: {p.surface}; color: {p.muted}; border: 0; border-bottom: 1px solid {p.field_line};
  padding: 6px 11px; font-weight: bold; }}
QHeaderView::up-arrow, QHeaderView::down-arrow {{
  subcontrol-origin: border; subcontrol-position: top center; width: 8px; height: 8px; }}
QScrollArea {{ border: 0; background: transparent; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollArea[look="page"] > QWidget > QScrollBar:vertical {{ width: 20px; padding-left: 8px; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
QScrollBar::handle {{ background: {p.field_line}; border-radius: 4px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::handle:hover {{ background: {p.muted}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QSplitter::handle {{ background: transparent; }}
"""


def _state_rules(p: Palette) -> str:
    return "\n".join(f'QLabel[state="{status}"] {{ color: {color}; }}' for status, color in p.states.items())


def paint_state(painter: QPainter, rect: QRect | QRectF, status: Status, ink: QColor | None = None) -> None:
    """The state's shape in its colour (or in ``ink``), as large as fits in the middle of ``rect``."""
    side = min(rect.width(), rect.height())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(QRectF(rect).center())
    painter.scale(side / 16, side / 16)
    color = ink or current().state(status)
    painter.setPen(QPen(color, 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.setBrush(color if status in _SOLID else Qt.BrushStyle.NoBrush)
    painter.drawPath(_shape(status))
    if status == "undetermined":
        _paint_question(painter)
    painter.restore()


_SOLID = frozenset({"violation", "overdue", "due_soon"})


@cache
def _shape(status: Status) -> QPainterPath:
    """Within ±7 of the origin."""
    path = QPainterPath()
    match status:
        case "violation":
            path.addPolygon(_closed((0, -6), (6, 0), (0, 6), (-6, 0)))
        case "overdue":
            path.addPolygon(_closed((0, -5.5), (6, 5), (-6, 5)))
        case "due_soon":
            path.addEllipse(QPointF(0, 0), 4.5, 4.5)
        case "undetermined":
            path.addEllipse(QPointF(0, 0), 6.5, 6.5)
        case "pending":
            path.addEllipse(QPointF(0, 0), 5, 5)
        case "met":
            path.addPolygon(QPolygonF([QPointF(-5.5, 0.5), QPointF(-1.5, 4.5), QPointF(6, -4)]))
        case "waived":
            path.moveTo(-6, 1.5)
            path.cubicTo(-3.5, -5.5, 2.5, 6.5, 6, -1.5)
    return path


def _closed(*points: tuple[float, float]) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in (*points, points[0])])


def _paint_question(painter: QPainter) -> None:
    face = QFont(QApplication.font())
    face.setPixelSize(10)
    face.setBold(True)
    painter.setFont(face)
    painter.drawText(QRectF(-8, -8, 16, 16), Qt.AlignmentFlag.AlignCenter, "?")


def paint_proof(painter: QPainter, rect: QRect | QRectF, proof: Proof) -> None:
    """A sheet: missing (crossed out), only spoken of (dashed), a copy (drawn), the original (filled)."""
    side = min(rect.width(), rect.height())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(QRectF(rect).center())
    painter.scale(side / 16, side / 16)
    color, line = proof_color(proof), Qt.PenStyle.DashLine if proof == "stated" else Qt.PenStyle.SolidLine
    painter.setPen(QPen(color, 1.6, line, Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.RoundJoin))
    painter.setBrush(color if proof == "original" else Qt.BrushStyle.NoBrush)
    painter.drawRect(QRectF(-4.5, -6, 9, 12))
    if proof == "none":
        painter.drawLine(QPointF(-7, 6), QPointF(7, -6))
    elif proof == "copy":
        for y in (-2.5, 0.5, 3.5):
            painter.drawLine(QPointF(-2.5, y), QPointF(2.5, y))
    painter.restore()


_PROOF_STATES = {"none": "overdue", "stated": "due_soon", "copy": "met", "original": "met"}


def proof_color(proof: Proof) -> QColor:
    return QColor(current().states[_PROOF_STATES[proof]])


class HasIcon(Protocol):
    """A button, an action, a mark: whatever shows an icon."""

    def setIcon(self, icon: QIcon, /) -> object: ...


_worn: WeakKeyDictionary[HasIcon, Callable[[], QIcon]] = WeakKeyDictionary()
"""Who shows which icon, to show it anew when the system changes to dark or light.

An icon that painted itself would need no such list, but QIcon and Python both delete an engine written in Python.
"""


def put_icon(owner: HasIcon, name: str) -> None:
    """Shows the icon of ``resources/icons`` on ``owner``, in the colour of the text now and later."""
    _show(owner, partial(icon, name))


def put_state(owner: HasIcon, status: Status) -> None:
    """Shows the state's shape on ``owner``."""
    _show(owner, partial(state_icon, status))


def _show(owner: HasIcon, make: Callable[[], QIcon]) -> None:
    owner.setIcon(make())
    _worn[owner] = make


def _show_again() -> None:
    for owner, make in list(_worn.items()):
        if isValid(owner):
            owner.setIcon(make())


def icon(name: str) -> QIcon:
    """The icon in the colour of the text of this moment, for what is soon gone: menus, lists."""
    palette = current()
    return _tinted(name, palette.ink, palette.field_line)


def state_icon(status: Status) -> QIcon:
    """The state's shape in its colour of this moment."""
    return _shaped(status, current().name)


ICON_SIDES = (16, 20, 24, 32, 40, 48, 64)
"""In pixels: each size in use, and its double for screens at 200 %."""


@lru_cache(maxsize=256)
def _tinted(name: str, ink: str, disabled: str) -> QIcon:
    drawn = QIcon()
    for mode, color in ((QIcon.Mode.Normal, ink), (QIcon.Mode.Disabled, disabled)):
        renderer = _renderer(name, color)
        for side in ICON_SIDES:
            drawn.addPixmap(_drawing(side, renderer.render), mode)
    return drawn


@lru_cache(maxsize=32)
def _shaped(status: Status, _palette: str) -> QIcon:
    shape = QIcon()
    for side in ICON_SIDES:
        shape.addPixmap(_drawing(side, partial(_paint_inside, status)))
    return shape


def _paint_inside(status: Status, painter: QPainter, rect: QRectF) -> None:
    inset = max(2, int(rect.width()) // 10)
    paint_state(painter, rect.toRect().adjusted(inset, inset, -inset, -inset), status)


def _drawing(side: int, paint: Callable[[QPainter, QRectF], None]) -> QPixmap:
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint(painter, QRectF(pixmap.rect()))
    painter.end()
    return pixmap


def _renderer(name: str, color: str) -> QSvgRenderer:
    from PySide6.QtSvg import QSvgRenderer

    drawing = (RESOURCES / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    return QSvgRenderer(QByteArray(drawing.replace("currentColor", color).encode()))
