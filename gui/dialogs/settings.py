"""One choice that the rules leave to the district, with who determined it, by which document, since when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from core import attaching
from core.model import LOGO, SIGNATURE, District
from gui import theme
from gui.dialogs.forms import FormDialog
from gui.dialogs.rowform import RowForm, values_of
from gui.dialogs.sheets import Entry, Section, Sheet
from gui.widgets.paper import Paper, Scroll
from gui.widgets.words import words_of

if TYPE_CHECKING:
    from gui.session import Session


@dataclass(frozen=True, slots=True)
class Setting:
    """``name`` is its field; the rule says ``why`` there is a choice and which reading flags earlier."""

    name: str
    title: str
    why: str

    @property
    def slot(self) -> attaching.Slot:
        """Where the document that determines it is kept."""
        return attaching.Slot(self.name, f"the district’s choice on {self.title[0].lower()}{self.title[1:]}")

    def value(self, district: District) -> str:
        value: Any = getattr(district, self.name)
        if isinstance(value, bool):
            return "Accepted together with the MDE legal course" if value else "Not accepted"
        return words_of(value)

    def said(self, district: District) -> tuple[str, str, date | None]:
        """Who determined it, by which document, since when."""
        by, document, since = (getattr(district, f"{self.name}_{part}") for part in ("per", "document", "since"))
        return by, document, since


SETTINGS = (
    Setting(
        "in_service_year",
        "The in-service year",
        "The Manual asks for 40 hours “per year” and does not say which year. Without a ruling it is the school year.",
    ),
    Setting(
        "first_year",
        "Hours in the year an officer starts",
        "The Manual does not say what an officer owes who starts in the middle of a year. Without a ruling: all 40 "
        "hours, the reading that flags earlier.",
    ),
    Setting(
        "accept_nasro_path",
        "The NASRO basic course",
        "MDE and MASRO are reported to take the NASRO course together with the MDE legal course for the SRO basic "
        "course. Confirm it with MDE; switched off, the earlier flag applies.",
    ),
)


ASSESSMENT = attaching.Slot(attaching.ASSESSMENT, "the district’s safety assessment")
_PLACES = {
    LOGO: "the letterhead",
    SIGNATURE: "the signature",
    ASSESSMENT.name: ASSESSMENT.words,
    **{setting.name: setting.slot.words for setting in SETTINGS},
}


def place_words(row_key: str) -> str:
    """What a document of the district itself is attached to."""
    return _PLACES.get(row_key, "the district")


def open_setting(session: Session, parent: QWidget | None, setting: Setting) -> bool:
    return SettingDialog(session, parent, setting).open_sized()


def _entries(setting: Setting) -> Iterator[Entry]:
    yield Entry(setting.name, setting.title, 12, required=True)
    yield Entry(f"{setting.name}_per", "Determined by", 6, required=True, example="MDE, the board’s attorney")
    yield Entry(f"{setting.name}_since", "Since", 6, required=True)
    document = "By which document"
    yield Entry(f"{setting.name}_document", document, 12, required=True, example="Letter of 8/4/2026")


class SettingDialog(FormDialog):
    def __init__(self, session: Session, parent: QWidget | None, setting: Setting) -> None:
        super().__init__(session, parent, setting.title, "Save the choice")
        self._setting, self._district = setting, session.store.district()
        sheet = Sheet(District, setting.title, "Save the choice", (Section("", tuple(_entries(setting))),))
        self.row_form = RowForm(session, sheet)
        known = values_of(self._district)
        self.row_form.fill({name: known[name] for name in self.row_form.fields})
        paper = Paper()
        paper.add_wide(theme.label(setting.why, muted=True))
        paper.add_wide(self.row_form)
        self.body.addWidget(Scroll(paper))
        self._start = self.row_form.entered
        self.begin(self.row_form)

    @property
    def is_dirty(self) -> bool:
        return self.row_form.entered != self._start

    def record(self) -> bool:
        from core import actions

        if not self.is_sound(self.row_form):
            return False
        district = replace(self._district, **self.row_form.changed(self._start))  # type: ignore[arg-type]
        if district == self._district:
            self.notice.say("Nothing was changed yet.")
            return False
        if not self.is_valid(self.row_form, district):
            return False
        by, document, _ = self._setting.said(district)
        self.apply(lambda store: actions.set_district(store, district, reason=f"Determined by {by}, {document}"))
        return True
