"""What the district has to have: its agreements, its radio station, its safety assessment; each with its steps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from core import attaching
from core.dates import short, written
from core.findings import Finding
from core.model import SEVERITY, Agreement, AgreementKind, Attachment, DistrictRecord, Status
from core.proof import documents_of
from core.reports.filings import Step, agreement_steps
from core.reports.wording import AGREEMENT_WORDS
from core.rules import DistrictFact
from gui import theme
from gui.dialogs.settings import ASSESSMENT
from gui.models.rows import Column, RowsModel
from gui.pages import records
from gui.pages.layouts import clear, scrolled
from gui.pages.pair import Pair
from gui.pages.tables import Table
from gui.pages.why import StateMark, Why
from gui.session import Session


@dataclass(frozen=True, slots=True)
class Filing:
    """An agreement, or (``agreement`` is ``None``) the safety assessment, with how it stands."""

    agreement: Agreement | None
    assessed_on: date | None
    finding: Finding | None
    documents: tuple[Attachment, ...]

    @property
    def key(self) -> str:
        return self.agreement.agreement_id if self.agreement else ""

    @property
    def kind(self) -> str:
        return AGREEMENT_WORDS[self.agreement.kind] if self.agreement else "School safety assessment"

    @property
    def ends(self) -> date | None:
        return self.agreement.ends_on if self.agreement else None

    @property
    def steps(self) -> tuple[Step, ...]:
        if self.agreement:
            return tuple(agreement_steps(self.agreement))
        return (Step("School safety assessment made", "7-192, School Safety Personnel", self.assessed_on),)


def filings(record: DistrictRecord, findings: Sequence[Finding]) -> Iterator[Filing]:
    by_item = {finding.item: finding for finding in findings if finding.item}
    for agreement in record.agreements:
        documents = documents_of(agreement, record.attachments)
        yield Filing(agreement, None, by_item.get(agreement.agreement_id), documents)
    assessed = next((finding for finding in findings if isinstance(finding.requirement.rule, DistrictFact)), None)
    mine = tuple(each for each in record.attachments if each.row_key == ASSESSMENT.name)
    yield Filing(None, record.district.safety_assessment_on, assessed, mine)


def _steps_done(filing: Filing) -> str:
    done = sum(step.on is not None for step in filing.steps)
    return f"{done} of {len(filing.steps)}"


COLUMNS = (
    Column[Filing](
        "State",
        lambda row: SEVERITY[row.finding.status] if row.finding else 99,
        lambda row: theme.STATE_WORDS[row.finding.status] if row.finding else "",
        lambda row: row.finding.status if row.finding else None,
        width=132,
    ),
    Column[Filing]("What", lambda row: " ".join(filter(None, (row.kind, row.key))), width=200),
    Column[Filing]("With", lambda row: row.agreement.party if row.agreement else "", width=116, yields=1),
    Column[Filing]("Ends", lambda row: row.ends, right=True, width=92),
    Column[Filing]("Steps done", _steps_done, right=True, width=96),
)


class AgreementsPanel(QWidget):
    documents_wanted = Signal(object)
    attached = Signal(object, object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.model = RowsModel(COLUMNS, lambda row: row.key)
        self.table = Table(self.model, "Agreements, radio station, safety assessment")
        self.table.stretch(1)
        self.card = FilingCard()
        self.pair = Pair(self.table, self.card, (660, 440), beside=860)
        self.add = QPushButton("Record agreement…")
        self.add.setToolTip("Insert in the list")
        head = QHBoxLayout()
        head.addStretch()
        head.addWidget(self.pair.turn)
        head.addWidget(self.add)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE)
        layout.addLayout(head)
        layout.addWidget(self.pair, 1)
        self._connect()

    def _connect(self) -> None:
        self.add.clicked.connect(self._add)
        self.table.added.connect(self._add)
        self.table.chosen.connect(self.card.show_filing)
        self.table.opened.connect(self._edit)
        self.table.removed.connect(self._remove)
        self.card.edit.clicked.connect(self._edit)
        self.card.attach.clicked.connect(self._attach)
        self.card.documents.clicked.connect(self._show)

    def refresh(self) -> None:
        roll = self._session.roll
        rows = sorted(filings(roll.district, roll.district_findings), key=_urgency)
        self.model.set_rows(rows)
        if self.table.row is None:
            self.table.selectRow(0)
        self.card.show_filing(self.table.row)

    @property
    def worst(self) -> Status | None:
        found = [row.finding.status for row in self.model.everything() if row.finding]
        return min(found, key=SEVERITY.__getitem__, default=None)

    @property
    def record(self) -> Agreement | attaching.Slot | None:
        """What is under the cursor, to which a document can be attached."""
        row = self.table.row
        return None if row is None else row.agreement or ASSESSMENT

    @Slot()
    def _add(self) -> None:
        records.add(self._session, self, Agreement, "")

    @Slot()
    def _edit(self, _row: object = None) -> None:
        row: Filing | None = self.table.row
        if row is not None and row.agreement:
            records.edit(self._session, self, row.agreement)
        elif row is not None:
            from gui.dialogs.district import open_district

            open_district(self._session, self)

    @Slot()
    def _remove(self, _row: object = None) -> None:
        row: Filing | None = self.table.row
        if row is not None and row.agreement:
            records.remove(self._session, self, row.agreement)

    @Slot()
    def _attach(self) -> None:
        self.attached.emit(self.record, [])

    @Slot()
    def _show(self) -> None:
        self.documents_wanted.emit(self.table.row.documents[0])


def _urgency(filing: Filing) -> tuple[int, date]:
    return SEVERITY[filing.finding.status] if filing.finding else 99, filing.ends or date.max


class FilingCard(QFrame):
    """The facts, how it stands and why, the steps of approval and filing, and the acts."""

    def __init__(self) -> None:
        super().__init__()
        theme.wear(self, theme.Look.CARD)
        self._mark, self._why = StateMark(), Why()
        self._title = theme.label("", theme.Size.HEAD, bold=True)
        self._facts = theme.label("", muted=True)
        self._steps = QVBoxLayout()
        self.edit, self.attach = QPushButton("Edit…"), QPushButton("Attach…")
        self.documents = QPushButton("")
        inner = QWidget()
        words = QVBoxLayout(inner)
        words.setContentsMargins(20, 16, 20, 16)
        words.setSpacing(theme.SPACE)
        for part in (self._mark, self._title, self._facts):
            words.addWidget(part)
        words.addLayout(self._steps)
        words.addWidget(self._why)
        words.addStretch()
        foot = QHBoxLayout()
        foot.setContentsMargins(20, 12, 20, 16)
        foot.setSpacing(theme.SPACE)
        for button in (self.edit, self.attach, self.documents):
            foot.addWidget(button)
        foot.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(scrolled(inner, "How it stands, and its steps"), 1)
        layout.addLayout(foot)

    @Slot(object)
    def show_filing(self, filing: Filing | None) -> None:
        if filing is None:
            return
        self._title.setText(" ".join(filter(None, (filing.kind, filing.key))))
        self._facts.setText("\n".join(_facts(filing)))
        self._mark.setVisible(filing.finding is not None)
        self._why.setVisible(filing.finding is not None)
        if filing.finding:
            self._mark.show_status(
                filing.finding.status, f"due {short(filing.finding.due)}" if filing.finding.due else ""
            )
            self._why.show_findings((filing.finding,))
        clear(self._steps)
        self._steps.addWidget(theme.label("Approval and filing", theme.Size.CAPTION, bold=True, muted=True))
        for step in filing.steps:
            self._steps.addWidget(_step(step))
        count = len(filing.documents)
        self.documents.setText(f"Documents ({count})")
        self.documents.setVisible(count > 0)


def _facts(filing: Filing) -> Iterator[str]:
    agreement = filing.agreement
    if agreement is None:
        return
    if agreement.party:
        yield f"With {agreement.party}" + (f": {agreement.purpose}" if agreement.purpose else "")
    pairs = (("From", agreement.starts_on), ("until", agreement.ends_on))
    if term := " ".join(f"{word} {written(day)}" for word, day in pairs if day):
        yield term
    if agreement.kind is AgreementKind.INTERLOCAL:
        yield "No answer of the Attorney General for 60 days is approval."


def _step(step: Step) -> QWidget:
    """A tick and the day, or an open circle."""
    row, mark = QWidget(), StateMark()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    done = f"{short(step.on)}" if step.on else "Not recorded"
    mark.show_status(Status.MET if step.on else Status.PENDING, words=done)
    what = f"{step.what}" + (f" ({step.reference})" if step.reference else "")
    words: QLabel = theme.label(what)
    words.setToolTip(step.source)
    words.setAccessibleName(f"{what}: {done}")
    mark.setMinimumWidth(124)
    layout.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
    layout.addWidget(words, 1)
    return row
