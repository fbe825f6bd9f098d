"""The table of what can be done: menus, shortcuts, the list of shortcuts and the finder are made from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QWidget

from gui import theme
from gui.session import Session


class When(Enum):
    """When a command can be given."""

    ALWAYS = auto()
    OPEN = auto()
    UNDO = auto()
    REDO = auto()
    OTHER_DAY = auto()


@dataclass(frozen=True, slots=True)
class Command:
    """``id`` is the name of the method of :class:`gui.acts.Acts` that does it. ``group`` parts a menu by lines,
    ``under`` is the submenu it stands in.
    """

    id: str
    menu: str
    group: int
    text: str
    shortcut: str = ""
    icon: str = ""
    when: When = When.OPEN
    under: str = ""

    @property
    def plain(self) -> str:
        """Without the mark of its access key."""
        return self.text.replace("&", "")


PAGE_MENU = "&Page"
"""Filled anew whenever it is opened, with what can be done on the page that is shown."""
MENUS = ("&File", "&Edit", "&Records", PAGE_MENU, "&View", "&Help")
RECENT = "Open recen&t"
COLORS = "&Colors"

COMMANDS = (
    Command("new_file", "&File", 0, "&New district file…", "Ctrl+N", "file-plus", When.ALWAYS),
    Command("open_file", "&File", 0, "&Open…", "Ctrl+O", "folder-open", When.ALWAYS),
    Command("open_practice", "&File", 0, "Open the pr&actice district", "", "graduation-cap", When.ALWAYS),
    Command("import_workbook", "&File", 1, "&Import a workbook…", "Ctrl+I", "upload"),
    Command("import_folder", "&File", 1, "Import a &folder of .csv files…"),
    Command("export_workbook", "&File", 1, "&Export a workbook…", "Ctrl+E", "download"),
    Command("export_calendar", "&File", 1, "Export the deadlines as a calen&dar…", "", "calendar"),
    Command("print_page", "&File", 2, "&Print what is shown…", "Ctrl+P", "printer"),
    Command("export_list", "&File", 2, "Export this &list…", "Ctrl+Shift+E", "download"),
    Command("back_up", "&File", 3, "&Back up now…", "Ctrl+B", "copy"),
    Command("show_backups", "&File", 3, "Bac&kups and restore…", "Ctrl+Shift+B", "rotate-ccw"),
    Command("check_file", "&File", 3, "C&heck this file"),
    Command("close_file", "&File", 4, "&Close", "Ctrl+W", "x"),
    Command("quit", "&File", 4, "&Quit", "Ctrl+Q", "", When.ALWAYS),
    Command("undo", "&Edit", 0, "&Undo", "Ctrl+Z", "undo-2", When.UNDO),
    Command("redo", "&Edit", 0, "&Redo", "Ctrl+Y", "redo-2", When.REDO),
    Command("paste_rows", "&Edit", 1, "&Paste rows or a document…", "Ctrl+V", "copy"),
    Command("find", "&Edit", 2, "&Find on this page", "Ctrl+F", "search"),
    Command("find_anything", "&Edit", 2, "Find &anything…", "Ctrl+K", "search", When.ALWAYS),
    Command("new_officer", "&Records", 0, "New &officer…", "Ctrl+Shift+N", "user"),
    Command("remove_officer", "&Records", 0, "Remo&ve the officer…", "", "trash-2"),
    Command("merge_officers", "&Records", 0, "&Merge two officers…", "", "merge"),
    Command("erase_officer", "&Records", 0, "Erase the o&fficer for good…"),
    Command("record_class", "&Records", 1, "Record &class…", "Ctrl+R", "graduation-cap"),
    Command("record_qualification", "&Records", 1, "Record &qualification…", "Ctrl+Shift+Q", "target"),
    Command("record_range_day", "&Records", 1, "Record &range day…", "Ctrl+Shift+R", "target"),
    Command("record_certificate", "&Records", 1, "Record c&ertificate…", "Ctrl+Shift+C", "check"),
    Command("go_on", "&Records", 1, "Go on with what was &begun…", "Ctrl+Shift+G"),
    Command("issue_weapon", "&Records", 2, "&Issue weapon…", "Ctrl+Shift+W"),
    Command("new_appointment", "&Records", 2, "Record &appointment…", "Ctrl+Shift+A"),
    Command("grant_waiver", "&Records", 2, "Record &waiver…"),
    Command("attach_document", "&Records", 2, "A&ttach document…", "Ctrl+Shift+D", "paperclip"),
    Command("print_letters", "&Records", 2, "Print &letters…", "Ctrl+L", "printer"),
    Command("check_page", "&Records", 2, "Chec&k a printed page…", "Ctrl+Shift+K", "search"),
    Command("new_agreement", "&Records", 3, "Record a&greement…"),
    Command("edit_district", "&Records", 3, "&District and settings…", "", "landmark"),
    Command("edit_wording", "&Records", 3, "Wording of the letter&s…", "", "file-text"),
    Command("show_attention", "&View", 0, "&Needs attention", "Ctrl+1", "list-checks"),
    Command("show_officers", "&View", 0, "&Officers", "Ctrl+2", "users"),
    Command("show_papers", "&View", 0, "&Reports and letters", "Ctrl+3", "file-text"),
    Command("show_district", "&View", 0, "&District", "Ctrl+4", "landmark"),
    Command("show_history", "&View", 0, "&History", "Ctrl+5", "history"),
    Command("show_forecast", "&View", 0, "&Months ahead", "Ctrl+6", "calendar-clock"),
    Command("show_health", "&View", 0, "Data hea&lth", "Ctrl+7", "stethoscope"),
    Command("show_documents", "&View", 0, "Doc&uments", "Ctrl+8", "paperclip"),
    Command("show_rules", "&View", 1, "Rul&es", "Ctrl+9"),
    Command("show_waivers", "&View", 1, "&Waivers"),
    Command("go_back", "&View", 1, "&Back", "Alt+Left", "arrow-left"),
    Command("next_part", "&View", 1, "Ne&xt part of the page", "Ctrl+PgDown"),
    Command("previous_part", "&View", 1, "Pre&vious part of the page", "Ctrl+PgUp"),
    Command("next_area", "&View", 1, "On to the next &area", "F6", "", When.ALWAYS),
    Command("previous_area", "&View", 1, "Bac&k to the area before", "Shift+F6", "", When.ALWAYS),
    Command("go_to_date", "&View", 2, "As o&f another date", "Ctrl+D", "calendar"),
    Command("show_known", "&View", 2, "A&s known then", "Ctrl+Shift+T", "history"),
    Command("go_to_today", "&View", 2, "As of &today", "Ctrl+T", "", When.OTHER_DAY),
    Command("colors_system", "&View", 3, "As the &computer is set", "", "", When.ALWAYS, COLORS),
    Command("colors_light", "&View", 3, "&Light", "", "", When.ALWAYS, COLORS),
    Command("colors_dark", "&View", 3, "&Dark", "", "", When.ALWAYS, COLORS),
    Command("colors_contrast", "&View", 3, "&High contrast", "", "", When.ALWAYS, COLORS),
    Command("show_shortcuts", "&Help", 0, "&Keyboard shortcuts", "F1", "keyboard", When.ALWAYS),
    Command("show_about", "&Help", 1, "&About Muster", "", "info", When.ALWAYS),
)
BY_ID = {command.id: command for command in COMMANDS}
ALSO = {"redo": "Ctrl+Shift+Z", "go_back": "Alt+Up", "next_area": "Ctrl+Tab", "previous_area": "Ctrl+Shift+Tab"}
"""A second key for what other programs do with it."""
COLOR_COMMANDS = {f"colors_{colors.value}": colors for colors in theme.Colors}


class Actions:
    """The commands as a window's actions and menus."""

    def __init__(self, window: QMainWindow, acts: object) -> None:
        self.by_id = {command.id: _action(command, window, acts) for command in COMMANDS}
        self.recent = QMenu(RECENT, window)
        self.menus = {title: window.menuBar().addMenu(title) for title in MENUS}
        for title, menu in self.menus.items():
            self._fill(menu, title)
        for command_id in COLOR_COMMANDS:
            self.by_id[command_id].setCheckable(True)

    @property
    def page_menu(self) -> QMenu:
        return self.menus[PAGE_MENU]

    def _fill(self, menu: QMenu, title: str) -> None:
        group, inner = 0, dict[str, QMenu]()
        for command in (command for command in COMMANDS if command.menu == title):
            if command.group != group:
                menu.addSeparator()
                group = command.group
            if command.under and command.under not in inner:
                inner[command.under] = menu.addMenu(command.under)
            inner.get(command.under, menu).addAction(self.by_id[command.id])
            if command.id == "open_file":
                menu.addMenu(self.recent)

    def update(self, session: Session) -> None:
        """Enables what can be done now, and names what undo and redo would do."""
        for command in COMMANDS:
            self.by_id[command.id].setEnabled(_possible(command.when, session))
        chosen = session.colors
        for command_id, colors in COLOR_COMMANDS.items():
            self.by_id[command_id].setChecked(chosen is colors)
        self._name("undo", session.store.undo_label if session.is_open else None)
        self._name("redo", session.store.redo_label if session.is_open else None)

    def _name(self, command_id: str, label: str | None) -> None:
        text = BY_ID[command_id].text
        self.by_id[command_id].setText(f"{text} “{label}”".replace("& ", "&& ") if label else text)

    def possible(self) -> Iterator[Command]:
        return (command for command in COMMANDS if self.by_id[command.id].isEnabled())


def _action(command: Command, window: QWidget, acts: object) -> QAction:
    action = QAction(command.text, window)
    if command.icon:
        theme.put_icon(action, command.icon)
    keys = [key for key in (command.shortcut, ALSO.get(command.id)) if key]
    action.setShortcuts([QKeySequence(key) for key in keys])
    act = getattr(acts, command.id)
    action.triggered.connect(act)
    window.addAction(action)
    return action


def _possible(when: When, session: Session) -> bool:
    match when:
        case When.ALWAYS:
            return True
        case When.UNDO:
            return session.is_open and session.store.undo_label is not None
        case When.REDO:
            return session.is_open and session.store.redo_label is not None
        case When.OTHER_DAY:
            return session.is_open and session.as_of != session.today
    return session.is_open
