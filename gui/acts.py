"""What each command of the menus does; the methods bear the commands' ids."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import UserError
from gui.prompts import RECORDS, WORKBOOKS
from gui.session import Session

if TYPE_CHECKING:
    from core.documents import Verdict
    from gui.dialogs.attaching import Source
    from gui.main_window import MainWindow
    from gui.tasks import Task

CALENDARS = "Calendars (*.ics)"
_RECOVERABLE = (
    "What can still be read may be recovered into a new file; this one stays as it is. "
    "A backup, if you have one, holds more."
)


class Acts:
    def __init__(self, window: MainWindow, session: Session) -> None:
        self._window = window
        self._session = session

    def _attempt(self, act: Callable[[], Any]) -> Any:
        return self._session.attempt(act, self._window)

    def _say(self, words: str) -> None:
        self._session.said.emit(words)

    # The file

    def new_file(self) -> None:
        self.start_district("", "School security.muster")

    def start_district(self, name: str, file_name: str) -> None:
        """A new file where the person wants it, for the district called ``name``."""
        from core.actions import set_district
        from core.model import District

        suggested = Path.home() / file_name
        path = self._session.prompts.save_file(self._window, "Where to keep the district’s file", suggested, RECORDS)
        if path is None or not self._attempt(lambda: self._make(path.with_suffix(".muster"))):
            return
        if name:
            self._attempt(lambda: self._session.apply(lambda store: set_district(store, District(name=name))))

    def _make(self, path: Path) -> bool:
        self._session.new(path)
        return True

    def open_file(self) -> None:
        known = self._session.recent()
        folder = known[0].parent if known else Path.home()
        path = self._session.prompts.open_file(self._window, "Open a records file", folder, RECORDS)
        if path is not None:
            self.open_path(path)

    def open_path(self, path: Path) -> None:
        """A records file is opened, a workbook imported into the file that is open."""
        if path.suffix.lower() == ".muster":
            self._attempt(lambda: self._open(path))
        else:
            self.import_path(path)

    def _open(self, path: Path) -> None:
        def refused(error: Exception) -> None:
            self._attempt(lambda: self._turn_back(path, error))

        try:
            self._session.open_calmly(path, lambda: self._caution(path), refused)
        except UserError as error:
            self._turn_back(path, error)

    def _turn_back(self, path: Path, error: Exception) -> None:
        """What can be done with a file that cannot be opened: read it beside its writer, or recover it."""
        from core.documents import DamagedError
        from core.documents.lock import LockedError

        ask = self._session.prompts.confirm
        match error:
            case LockedError() as locked:
                if ask(self._window, locked.message, "You can read it meanwhile.", "Open to read"):
                    self._session.open_to_read(path)
            case DamagedError() as damaged:
                if ask(self._window, damaged.message, _RECOVERABLE, "Recover"):
                    self._recover(path)
            case _:
                raise error

    def _recover(self, path: Path) -> None:
        """Beside the window: the damaged file is read page by page."""
        from core import documents

        now = self._session.now()
        self._session.work(
            f"Recovering {path.name}…",
            lambda _: documents.recover(path, now, who=self._session.who),
            self._show_recovered,
            lasting=True,
        )

    def _show_recovered(self, recovered: tuple[Path, tuple[str, ...]]) -> None:
        made, lines = recovered
        self._session.prompts.tell(self._window, f"Recovered into “{made.name}”.", "\n".join(lines))
        self.open_path(made)

    def _caution(self, path: Path) -> None:
        """Says once of each file that it lies where two computers may write it, or that a second one lies beside."""
        from os import environ

        from core.documents.comparing import Kinship, relatives
        from core.documents.places import caution

        words = [caution(path, environ)]
        parted = [other.name for other, kinship in relatives(self._session.store) if kinship is Kinship.PARTED]
        if parted:
            words.append(
                f"Beside it lies “{parted[0]}”, which was once the same file and has changes of its own. "
                "Compare the two under File, Backups, Another file."
            )
        said = "\n\n".join(filter(None, words))
        if said and self._session.note_once(f"caution {path.resolve().as_posix()} {said}"):
            self._session.prompts.tell(self._window, "Mind where these records lie.", said)

    def erase_officer(self) -> None:
        """What it will do is read first; then it asks why."""
        from core import actions

        officer_id = self._only_officer()
        if self._session.register.officer(officer_id) is None:
            self._say("First choose one officer in a list.")
            return
        lines = self._attempt(lambda: actions.erasure(self._session.store, officer_id))
        if lines is None:
            return
        prompts = self._session.prompts
        if not prompts.confirm(self._window, "Erase this officer for good?", "\n\n".join(lines), "Erase"):
            return
        reason = prompts.reason(self._window, "Erase an officer", "Erase")
        if reason is not None:
            self._attempt(lambda: self._session.apply(lambda store: actions.erase_officer(store, officer_id, reason)))

    def open_practice(self) -> None:
        self._attempt(self._session.open_practice)

    def import_workbook(self) -> None:
        from gui.dialogs.importing import open_import

        open_import(self._session, self._window)

    def import_folder(self) -> None:
        """Sheets saved one by one: each file is a sheet."""
        folder = self._session.prompts.folder(self._window, "Choose the folder with the .csv files", Path.home())
        if folder is not None:
            self.import_path(folder)

    def paste_rows(self) -> None:
        """Cells copied in a spreadsheet, into the table they are pasted on; a file or a picture is attached."""
        from gui.dialogs.attaching import pasted

        if files := pasted():
            self._attach(files)
            return
        from PySide6.QtGui import QGuiApplication

        from gui.dialogs.importing import open_paste
        from gui.pasting import block_for

        text = QGuiApplication.clipboard().text()
        if not text.strip():
            hint = "Copy the rows in the spreadsheet program first; then paste them here."
            self._session.prompts.tell(self._window, "There is nothing to paste.", hint)
            return
        open_paste(self._session, self._window, block_for(self._window.page, text))

    def import_path(self, path: Path) -> None:
        from gui.dialogs.importing import open_import

        if not self._session.is_open:
            self.new_file()
        if self._session.is_open:
            open_import(self._session, self._window, path)

    def start_from_workbook(self) -> None:
        """The first file of a district that has kept its records in a spreadsheet."""
        path = self._session.prompts.open_file(self._window, "Choose the workbook", Path.home(), WORKBOOKS)
        if path is not None:
            self.import_path(path)

    def export_workbook(self) -> None:
        from core.exchange import export_workbook
        from core.store import Store

        source = self._session.path

        def write(path: Path, task: Task) -> None:
            with Store.look(source) as records:
                export_workbook(records, path, task.report)

        self._export("Export a workbook", source.with_suffix(".xlsx"), "Workbooks (*.xlsx)", write)

    def print_page(self) -> None:
        self._window.page.print_here()

    def export_list(self) -> None:
        self._window.page.export_here()

    def export_calendar(self) -> None:
        """The file remembers what was exported, so that the next calendar replaces this one; if it may be written."""
        from core.calendar import export_calendar
        from core.store import Store

        session, roll, now = self._session, self._session.roll, self._session.now
        source, who, alone = session.path, session.who, not session.only_reading

        def write(path: Path, task: Task) -> None:
            task.report(0, 1)
            with Store.open(source, who=who, now=now) if alone else Store.look(source) as records:
                export_calendar(records, roll, path, now())

        self._export("Export the deadlines", source.with_suffix(".ics"), CALENDARS, write)

    def _export(self, title: str, suggested: Path, kinds: str, write: Callable[[Path, Task], None]) -> None:
        path = self._session.prompts.save_file(self._window, title, suggested, kinds)
        if path is not None:
            self._session.work(
                f"Exporting {path.name}…",
                partial(write, path),
                lambda _: self._say(f"Exported to {path}."),
                lasting=True,
            )

    def back_up(self) -> None:
        from gui.dialogs.backups import back_up

        if not self._session.safekeeping.applies:
            self._say(self._session.safekeeping.words())
            return
        back_up(self._session, self._window)

    def show_backups(self) -> None:
        from gui.dialogs.backups import open_backups

        open_backups(self._session, self._window)

    def check_file(self) -> None:
        from core import documents

        path = self._session.path
        self._session.work("Checking the file…", lambda _: documents.verify(path), self._tell_verdict, lasting=True)

    def _tell_verdict(self, verdict: Verdict) -> None:
        words = "The file is sound." if verdict.ok else "The file is damaged. Restore the last good backup."
        self._session.prompts.tell(self._window, words, "\n".join(verdict.lines))

    def close_file(self) -> None:
        self._session.close()

    def quit(self) -> None:
        self._window.close()

    # Undo, redo, finding

    def undo(self) -> None:
        self._attempt(self._session.undo)

    def redo(self) -> None:
        self._attempt(self._session.redo)

    def find(self) -> None:
        self._window.page.find_here()

    def find_anything(self) -> None:
        from gui.finder import Finder

        Finder(self._session, self._window).exec()

    # Records

    def _form(self, row_class: type[Any], **given: object) -> None:
        from gui.dialogs.forms import open_form

        open_form(self._session, row_class, self._window, given={**self._officer(), **given})

    def _only_officer(self) -> str:
        """Whom the page is about, or the one chosen in it; blank for none and for several."""
        ids = self._window.page.officer_ids()
        return ids[0] if len(ids) == 1 else ""

    def _officer(self) -> dict[str, object]:
        officer_id = self._only_officer()
        return {"officer_id": officer_id} if officer_id else {}

    def _chosen(self) -> tuple[str, ...]:
        """Whom a class or a range day is for: several chosen in a list, or the officer whose page it is.

        The one line that is marked in every list is no choice; then it is for everyone.
        """
        from gui.pages.officer import OfficerPage

        ids, page = self._window.page.officer_ids(), self._window.page
        return tuple(ids) if len(ids) > 1 or isinstance(page, OfficerPage) else ()

    def new_officer(self) -> None:
        from core.model import Officer
        from gui.dialogs.forms import open_form

        open_form(self._session, Officer, self._window)

    def remove_officer(self) -> None:
        """With all records of theirs; one undo brings everything back."""
        from core import actions

        officer = self._session.register.officer(self._only_officer())
        if officer is None:
            self._say("First choose one officer in a list.")
            return
        what = (
            f"Remove {officer.full_name} with every record of theirs? Someone who has left is better given an end date."
        )
        reason = self._session.prompts.reason(self._window, what, "Remove")
        if reason:
            remove = actions.remove_officer
            self._attempt(lambda: self._session.apply(lambda store: remove(store, officer.officer_id, reason)))

    def merge_officers(self) -> None:
        """One person who is on file twice."""
        from gui.dialogs.merging import open_merge

        ids = self._window.page.officer_ids()
        if len(ids) == 2:
            open_merge(self._session, self._window, *ids)
        else:
            self._say("First choose two officers in the list (Ctrl+Space or Ctrl+click).")

    def record_class(self) -> None:
        from gui.dialogs.class_entry import open_class_entry

        open_class_entry(self._session, self._window, self._chosen())

    def go_on(self) -> None:
        self._window.begun.take()

    def record_qualification(self) -> None:
        from core.model import Qualification

        self._form(Qualification)

    def record_range_day(self) -> None:
        from gui.dialogs.range_day import open_range_day

        open_range_day(self._session, self._window, self._chosen())

    def record_certificate(self) -> None:
        from core.model import Credential

        self._form(Credential)

    def issue_weapon(self) -> None:
        from gui.dialogs.weapons import open_weapon_issue

        open_weapon_issue(self._session, self._window, self._only_officer() or None)

    def new_appointment(self) -> None:
        from core.model import Appointment

        self._form(Appointment)

    def grant_waiver(self) -> None:
        """For the officer chosen, or for all that are."""
        from core.model import Waiver
        from gui.dialogs.several import WaiversDialog

        ids = self._window.page.officer_ids()
        if len(ids) > 1:
            WaiversDialog(self._session, ids, self._window).open_sized()
        else:
            self._form(Waiver)

    def print_letters(self) -> None:
        """Of those who are chosen in a list, or of the officer whose page is open; else of everyone."""
        self._window.show_letters(tuple(self._window.page.officer_ids()))

    def attach_document(self) -> None:
        self._attach([])

    def _attach(self, files: Sequence[Source]) -> None:
        """To the record under the cursor, as far as the page has one; else to the officer chosen."""
        from gui.dialogs.attaching import open_attaching

        row = self._window.page.record() or self._session.register.officer(self._only_officer())
        if row is None:
            self._say("First choose one record in a list.")
        else:
            open_attaching(self._session, self._window, row, files)

    def new_agreement(self) -> None:
        from core.model import Agreement
        from gui.dialogs.forms import open_form

        open_form(self._session, Agreement, self._window)

    def edit_district(self) -> None:
        from gui.dialogs.district import open_district

        open_district(self._session, self._window)

    def edit_wording(self) -> None:
        from gui.dialogs.template import open_wording

        open_wording(self._session, self._window)

    # The view

    def show_attention(self) -> None:
        self._window.show_page("attention")

    def show_officers(self) -> None:
        self._window.show_page("officers")

    def show_papers(self) -> None:
        self._window.show_page("papers")

    def show_district(self) -> None:
        self._window.show_page("district")

    def show_history(self) -> None:
        self._window.show_page("history")

    def show_documents(self) -> None:
        self._window.show_page("documents")

    def show_rules(self) -> None:
        self._window.show_district("Rules")

    def show_waivers(self) -> None:
        self._window.show_district("Waivers")

    def show_forecast(self) -> None:
        self._window.show_page("forecast")

    def show_known(self) -> None:
        self._window.show_page("known")

    def show_health(self) -> None:
        self._window.show_page("health")

    def go_back(self) -> None:
        self._window.go_back()

    def check_page(self) -> None:
        """By the code at its foot."""
        self._window.check_page()

    def next_part(self) -> None:
        self._window.page.step(1)

    def previous_part(self) -> None:
        self._window.page.step(-1)

    def go_to_date(self) -> None:
        self._window.page.go_to_date()

    def go_to_today(self) -> None:
        self._session.set_as_of(self._session.today)

    def next_area(self) -> None:
        self._window.go_to_area(1)

    def previous_area(self) -> None:
        self._window.go_to_area(-1)

    def colors_system(self) -> None:
        self._color("system")

    def colors_light(self) -> None:
        self._color("light")

    def colors_dark(self) -> None:
        self._color("dark")

    def colors_contrast(self) -> None:
        self._color("contrast")

    def _color(self, name: str) -> None:
        from PySide6.QtWidgets import QApplication

        from gui import theme

        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self._session.choose_colors(theme.Colors(name))
        theme.choose(app, theme.Colors(name))
        self._window.actions_.update(self._session)

    # Help

    def show_shortcuts(self) -> None:
        from gui.shortcuts import Shortcuts

        Shortcuts(self._window, self._session).exec()

    def show_about(self) -> None:
        self._session.prompts.tell(self._window, "Muster", ABOUT)


ABOUT = (
    "Records of school security officers, and what Mississippi's rules ask of them.\n"
    "Everything stays in one file on this computer; the program never goes on the network.\n\n"
    "Not legal advice, and not an official form of the Mississippi Department of Education.\n\n"
    "MIT License. Icons by Lucide (ISC); Noto Sans (SIL Open Font License)."
)
