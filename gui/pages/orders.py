"""What has to be said for each kind of paper before it can be made: its options as fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.dates import add_years, in_service_year, short
from core.errors import UserError
from core.model import Value
from core.orders import (
    APPENDIX,
    EDITIONS,
    AskedOrder,
    AuditOrder,
    BoardOrder,
    Evidence,
    LabelsOrder,
    LettersOrder,
    ReportOrder,
)
from core.papers import BOARD, baselines, papers, told
from core.reports.catalogue import DAYS, REPORTS, Option, Report
from core.reports.letters import KINDS, Ask, Candidate, Entry, LetterKind
from core.reports.wording import Edition
from gui import theme
from gui.dialogs.rowform import officer_options, options
from gui.dialogs.sheets import Pick
from gui.widgets import picking
from gui.widgets.dates import DateField
from gui.widgets.fields import ChoiceField, Field, NotesField, NumberField, PickField, Quantity, TextField, first_wrong
from gui.widgets.picking import Ticks

if TYPE_CHECKING:
    from core.orders import Order
    from core.reports.letters import Letter
    from gui.session import Session

BOTH = "both"
TYPING_MS = 400
YEARS_BACK = 6
ABOUT_SOME = frozenset({LetterKind.QUESTION, LetterKind.DEFICIENCY})
"""Letters to an office that may be about officers, or about none."""


class Options(QWidget):
    """Fields one below the other; ``changed`` once something else is to be made."""

    changed = Signal()
    grows = False
    """Whether there is a list in it, which takes all the height there is."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.fields: dict[str, Field] = {}
        self.layout_ = QVBoxLayout(self)
        self.layout_.setContentsMargins(0, 0, 0, 0)
        self.layout_.setSpacing(theme.SPACE)
        self._pause = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._pause.timeout.connect(self.changed)

    @property
    def is_pausing(self) -> bool:
        """Whether something was typed or ticked a moment ago that is not made yet."""
        return self._pause.isActive()

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing to choose."""
        return not self.fields and not self.grows

    def add(self, name: str, field: Field) -> Field:
        self.fields[name] = field
        self.layout_.addWidget(field)
        if isinstance(field, ChoiceField):
            field.changed.connect(self.changed)
        elif isinstance(field, NotesField):
            field.changed.connect(self._pause.start)
        else:
            field.left.connect(self.changed)
        if isinstance(field, PickField):
            field.box.activated.connect(self.changed)
        return field

    def stops(self) -> list[QWidget]:
        """Where Tab goes, from the top down."""
        items = (self.layout_.itemAt(place) for place in range(self.layout_.count()))
        return [stop for item in items if item is not None for stop in _stops(item.widget())]

    def value(self, name: str) -> Value:
        return self.fields[name].value() if name in self.fields else None

    def check(self, *, filled: bool = False) -> Field | None:
        """Says beside each field what is wrong with it; the first wrong one. ``filled``: none may lack."""
        for field in self.fields.values():
            field.check_filled() if filled else field.check()
        return first_wrong(self.fields.values())

    def take_error(self, error: UserError) -> None:
        """Says it beside the field it is about, if it names one."""
        for field in self.fields.values():
            if f"“{field.name}”" in error.message:
                field.show_problem(str(error))

    def missing(self) -> str:
        """What has to be done before there is anything to show; blank for nothing."""
        wrong = next((field for field in self.fields.values() if field.problem), None)
        return f"{wrong.name}: {wrong.problem}" if wrong else ""

    def order(self) -> Order | None:
        """What is wanted, once :meth:`check` found nothing wrong; ``None`` where nothing is chosen."""
        raise NotImplementedError

    def refresh(self) -> None:
        """The records have changed: what there is to choose from may be other."""


def _stops(part: QWidget | None) -> list[QWidget]:
    if isinstance(part, Ticks):
        return part.stops()
    return [part.control] if isinstance(part, Field) else []


class ReportOptions(Options):
    def __init__(self, session: Session, name: str) -> None:
        super().__init__(session)
        self.name, self.report = name, REPORTS[name]
        if len(self.report.editions) > 1:
            self.add("edition", _edition_field())
        for option in self.report.takes:
            self.add(option, _FIELDS[option](session, self.report))
        self.since = SinceField(session) if name == BOARD else None
        if self.since:
            self.add("since", self.since)
            self.fields["meeting"].left.connect(self.refresh)
        self.layout_.addStretch(1)

    def order(self) -> ReportOrder:
        chosen = self.value("edition")
        both = (Edition.EXECUTIVE, Edition.PUBLIC)
        editions = both if chosen == BOTH else (Edition(str(chosen)) if chosen else Edition.EXECUTIVE,)
        return report_order(self, self.name, editions)

    def missing(self) -> str:
        needed = [option for option in self.report.needs if not self.fields[option].entered.strip()]
        if needed:
            field = self.fields[needed[0]]
            return f"Choose {_a(field.name.lower())}, and the pages appear here."
        return super().missing()

    def refresh(self) -> None:
        if Option.OFFICER in self.report.takes:
            field = self.fields["officer"]
            assert isinstance(field, PickField)
            field.set_options(officers_for(self.session, self.report))
        if self.since:
            self.since.offer(self.fields["meeting"])


def report_order(options: Options, name: str, editions: tuple[Edition, ...]) -> ReportOrder:
    days = options.value("days")
    return ReportOrder(
        name=name,
        editions=editions,
        meeting=_day(options.value("meeting")),
        officer_id=str(options.value("officer") or ""),
        days=days if isinstance(days, int) else DAYS,
        year=str(options.value("year") or ""),
        weapon_id=str(options.value("weapon") or ""),
        class_id=str(options.value("class") or ""),
        since=str(options.value("since") or ""),
    )


def _a(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _day(value: Value) -> date | None:
    return value if isinstance(value, date) else None


def _edition_field() -> ChoiceField:
    options: Sequence[tuple[Value, str]] = (
        (Edition.PUBLIC.value, EDITIONS[Edition.PUBLIC]),
        (BOTH, "Both, side by side"),
    )
    return ChoiceField("Edition", options, blank=(Edition.EXECUTIVE.value, EDITIONS[Edition.EXECUTIVE]))


class SinceField(ChoiceField):
    """The meetings that a board report can be compared with; the last one before it stands first."""

    def __init__(self, session: Session) -> None:
        super().__init__("Say what has changed since", (), blank=("", "Nothing"))
        self._session = session
        self.offer(None)

    def offer(self, meeting: Field | None) -> None:
        """Those held before the date in the field ``meeting``, else before the as-of date."""
        found = baselines(papers(self._session.store), _readable_day(meeting) or self._session.as_of)
        entries = [(paper.code, told(paper)) for paper in found] + [("", "Nothing")]
        chosen, known = self.value(), [value for value in self._values if value]
        if known == [code for code, _ in entries if code]:
            return
        self._values = [code for code, _ in entries]
        self.box.blockSignals(True)
        self.box.clear()
        self.box.addItems([words for _, words in entries])
        self.set_value(chosen if known and chosen in self._values else self._values[0])
        self.box.blockSignals(False)


def _readable_day(field: Field | None) -> date | None:
    try:
        return _day(field.value()) if field else None
    except UserError:
        return None


def officers_for(session: Session, report: Report) -> list[tuple[str, str]]:
    if report.of_the_past:
        return officer_options(record.officer for record in session.register.records)
    return officer_options(judged.officer for judged in session.roll.officers)


def _officer_field(session: Session, report: Report) -> Field:
    needed = Option.OFFICER in report.needs
    hint = "" if needed else "Blank: everyone"
    return PickField("Officer", officers_for(session, report), noun="officer", hint=hint)


def _picked(pick: Pick, label: str, noun: str, option: Option) -> Callable[[Session, Report], Field]:
    def field(session: Session, report: Report) -> Field:
        hint = "" if option in report.needs else _BLANK[option]
        return PickField(label, options(session, pick), noun=noun, hint=hint)

    return field


_BLANK = {Option.WEAPON: "Blank: every weapon", Option.CLASS: "Blank: an empty sheet with everyone’s name"}


def _years(session: Session, _report: Report) -> Field:
    """The in-service years of late, the current one first."""
    kind = session.register.roll.district.district.in_service_year
    days = [add_years(session.as_of, -years) for years in range(YEARS_BACK)]
    labels = [year.label for day in days if (year := in_service_year(kind, day, day))]
    first, *rest = dict.fromkeys(labels)
    return ChoiceField("In-service year", [(label, label) for label in rest], blank=(first, first))


_FIELDS: Mapping[Option, Callable[[Session, Report], Field]] = {
    Option.MEETING: lambda session, _: DateField(
        "Meeting of the board", session.today, hint="Blank: printed without a date"
    ),
    Option.OFFICER: _officer_field,
    Option.DAYS: lambda _session, _report: _days_field(),
    Option.YEAR: _years,
    Option.WEAPON: _picked(Pick.WEAPON, "Weapon", "weapon", Option.WEAPON),
    Option.CLASS: _picked(Pick.CLASS, "Class", "class", Option.CLASS),
}


def _days_field() -> Field:
    field = NumberField("Days ahead", Quantity.COUNT, hint=f"Blank: {DAYS}")
    field.set_value(DAYS)
    return field


# ---------------------------------------------------------------- letters


class DueOptions(Options):
    """Some or all of the letters that are due by the findings."""

    grows = True
    labels = False

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.letters: tuple[Letter, ...] = ()
        self.ticks = Ticks("Letters due")
        self.layout_.addWidget(self.ticks, 1)
        self.ticks.changed.connect(self._pause.start)
        if self.labels:
            self.add("used", NumberField("Labels gone from the first sheet", Quantity.COUNT, hint="Blank: none"))

    def show_letters(self, letters: tuple[Letter, ...], officer_ids: Sequence[str] | None = None) -> None:
        """Who was ticked stays so; of new ones all are. ``officer_ids``: just the letters about these."""
        known, ticked = set(self.ticks.keys), set(self.ticks.ticked)
        self.letters = letters
        entries = [picking.Entry(letter.filename, letter.title, why=letter.why) for letter in letters]
        if officer_ids is None:
            keep = [entry.key for entry in entries if entry.key in ticked or entry.key not in known]
        else:
            wanted = set(officer_ids)
            keep = [letter.filename for letter in letters if wanted.intersection(letter.officer_ids)]
        self.ticks.show_entries(entries, keep)

    @property
    def chosen(self) -> tuple[Letter, ...]:
        ticked = set(self.ticks.ticked)
        return tuple(letter for letter in self.letters if letter.filename in ticked)

    def missing(self) -> str:
        if not self.letters:
            return "No letter is due on this date."
        return super().missing() or ("" if self.chosen else "Tick the letters to print.")

    def order(self) -> Order | None:
        return LettersOrder(self.chosen) if self.chosen else None


class LabelOptions(DueOptions):
    labels = True

    def order(self) -> Order | None:
        used = self.value("used")
        return LabelsOrder(self.chosen, int(used) if isinstance(used, int) else 0) if self.chosen else None


class AskedOptions(Options):
    """A kind of letter that is chosen by hand: what it asks for, and whom it goes to."""

    def __init__(self, session: Session, kind: LetterKind) -> None:
        super().__init__(session)
        self.kind, self.described = kind, KINDS[kind]
        note = theme.label(self.described.offered, theme.Size.CAPTION, muted=True)
        self.layout_.addWidget(note)
        for ask in self.described.asks:
            self.add(ask.name, ask_field(session, ask))
        self.candidates: tuple[Candidate, ...] = ()
        self.ticks = Ticks("About" if kind in ABOUT_SOME else "To")
        self.layout_.addWidget(self.ticks, 1)
        self.ticks.setVisible(self._offers)
        self.grows = self._offers
        if not self.grows:
            self.layout_.addStretch(1)
        self.ticks.changed.connect(self._pause.start)

    @property
    def _offers(self) -> bool:
        """Whether there is anyone to choose."""
        return self.described.of_officer or self.kind in ABOUT_SOME or self.kind is LetterKind.STATUS

    def show_candidates(self, found: tuple[Candidate, ...], officer_ids: Sequence[str] | None = None) -> None:
        known, ticked = set(self.ticks.keys), set(self.ticks.ticked)
        self.candidates = found
        entries = [picking.Entry(_key(c.officer_ids), c.to, why=c.why) for c in found]
        if self.kind in ABOUT_SOME:
            entries = [picking.Entry(key, words) for key, words in officers_for(self.session, REPORTS["officer"])]
            keep = [entry.key for entry in entries if entry.key in ticked]
        else:
            keep = [entry.key for entry in entries if entry.key in ticked or entry.key not in known]
        if officer_ids is not None:
            wanted = set(officer_ids)
            keep = [entry.key for entry in entries if wanted.intersection(entry.key.split(_COMMA))]
        self.ticks.show_entries(entries, keep)

    def missing(self) -> str:
        required = [ask for ask in self.described.asks if ask.required and not self.fields[ask.name].entered.strip()]
        if required:
            return f"Fill in “{required[0].label}”, and the pages appear here."
        if self._offers and self.kind not in ABOUT_SOME:
            if not self.candidates:
                return f"Nobody to write to. {self.described.offered}"
            if not self.ticks.ticked:
                return "Tick whom to write to."
        return super().missing()

    def order(self) -> AskedOrder:
        given = tuple((ask.name, self._given(ask)) for ask in self.described.asks)
        ticked = tuple(officer_id for key in self.ticks.ticked for officer_id in key.split(_COMMA) if officer_id)
        everyone = len(self.ticks.ticked) == len(self.ticks.keys) and self.kind not in ABOUT_SOME
        whom = None if not self._offers or everyone or (self.kind in ABOUT_SOME and not ticked) else ticked
        return AskedOrder(self.kind, whom, given)

    def _given(self, ask: Ask) -> str:
        return given_text(self.fields[ask.name])


_COMMA = "\x1f"


def _key(officer_ids: Sequence[str]) -> str:
    return _COMMA.join(officer_ids)


def ask_field(session: Session, ask: Ask) -> Field:
    """What a letter asks for; what is suggested stands there already."""
    hint: dict[str, Any] = {"hint": ask.hint, "required": ask.required}
    match ask.entry:
        case Entry.DATE:
            return DateField(ask.label, session.today, **hint)
        case Entry.TEXT | Entry.LIST:
            field: Field = NotesField(ask.label, **hint)
        case _:
            example = "" if ask.suggested or ask.hint else f"Such as {ask.example}"
            field = TextField(ask.label, example=example, **hint)
    field.set_value(ask.suggested)
    return field


def given_text(field: Field) -> str:
    value = field.value()
    return short(value) if isinstance(value, date) else str(value or "")


# ---------------------------------------------------------------- packets


class BoardOptions(Options):
    """Everything for the board table in one piece."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        edition = (Edition.PUBLIC.value, EDITIONS[Edition.PUBLIC])
        first = (Edition.EXECUTIVE.value, EDITIONS[Edition.EXECUTIVE])
        self.add("edition", ChoiceField("Edition", (edition,), blank=first))
        self.add("meeting", DateField("Meeting of the board", session.today, hint="Blank: printed without a date"))
        self.since = SinceField(session)
        self.add("since", self.since)
        self.fields["meeting"].left.connect(self.refresh)
        self.add("letters", _yes("Letters due"))
        self.appendix = Ticks("Appendix")
        entries = [picking.Entry(name, REPORTS[name].title) for name in APPENDIX if name in REPORTS]
        self.appendix.show_entries(entries, [entry.key for entry in entries[:1]])
        self.appendix.setFixedHeight((len(entries) + 1) * theme.ROW_HEIGHT + theme.SPACE)
        self.appendix.changed.connect(self._pause.start)
        self.layout_.addWidget(self.appendix)
        self.add("evidence", _evidence_field())
        self.layout_.addWidget(theme.label("Agenda cover sheet", bold=True))
        self.asks = [ask for ask in KINDS[LetterKind.AGENDA].asks if ask.name != "meeting"]
        for ask in self.asks:
            self.add(ask.name, ask_field(session, ask))
        self.layout_.addStretch(1)

    def refresh(self) -> None:
        self.since.offer(self.fields["meeting"])

    def order(self) -> BoardOrder:
        edition = Edition(str(self.value("edition")))
        report = report_order(self, BOARD, (edition,))
        cover = [(ask.name, given_text(self.fields[ask.name])) for ask in self.asks]
        if report.meeting:
            cover.append(("meeting", short(report.meeting)))
        return BoardOrder(
            report=report,
            cover=tuple(cover),
            letters=self.value("letters") is True,
            appendix=tuple(name for name in self.appendix.ticked),
            evidence=Evidence(str(self.value("evidence"))),
        )


class AuditOptions(Options):
    """All that is known of one officer, or of everyone."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        everyone = officer_options(record.officer for record in session.register.records)
        self.add("officer", PickField("Officer", everyone, noun="officer", hint="Blank: everyone"))
        self.add("changes", _yes("Change log"))
        self.add("evidence", _yes("Certificates and scans"))
        self.layout_.addStretch(1)

    def refresh(self) -> None:
        field = self.fields["officer"]
        assert isinstance(field, PickField)
        field.set_options(officer_options(record.officer for record in self.session.register.records))

    def order(self) -> AuditOrder:
        return AuditOrder(
            officer_id=str(self.value("officer") or ""),
            changes=self.value("changes") is True,
            evidence=self.value("evidence") is True,
        )


def _yes(label: str) -> ChoiceField:
    return ChoiceField(label, ((False, "Leave out"),), blank=(True, "Include"))


def _evidence_field() -> ChoiceField:
    options: Sequence[tuple[Value, str]] = (
        (Evidence.EVERYONE.value, "Of everyone"),
        (Evidence.NONE.value, "None"),
    )
    return ChoiceField(
        "Certificates and scans", options, blank=(Evidence.EXCEPTIONS.value, "Of officers with exceptions")
    )
