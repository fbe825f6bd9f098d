"""Orders become drafts and their pages; nothing of it needs the window or writes to the records file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any

from core import papers
from core.dates import DAY, plural
from core.errors import UserError
from core.model import OfficerRecord, Paper
from core.orders import (
    EDITIONS,
    AskedOrder,
    AuditOrder,
    BoardOrder,
    LabelsOrder,
    LettersOrder,
    Order,
    ReportOrder,
    Stock,
)
from core.packets import audit_packet, board_packet
from core.papers import Draft, Printed
from core.press import Press, set_in_type, with_code, without_code
from core.reports import pdf
from core.reports.binding import Step
from core.reports.blocks import Document, KeepTogether, Table
from core.reports.catalogue import REPORTS, Holdings, make_report
from core.reports.labels import label_sheet, render_labels
from core.reports.letters import Letter, LetterKind, due_letters, for_envelopes, make_letters
from core.reports.wording import Edition
from core.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """One finished PDF. ``drafts`` are the papers in it; those ``printed`` are set already, exactly as shown.

    ``left_out`` names whom a sheet of labels has none for.
    """

    title: str
    filename: str
    content: bytes
    drafts: tuple[Draft, ...] = ()
    printed: tuple[Printed, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def tables(self) -> Document | None:
        """What a spreadsheet can be made of."""
        document = self.drafts[0].document if len(self.drafts) == 1 else None
        return document if document is not None and _has_table(document.blocks) else None


def _has_table(blocks: Sequence[object]) -> bool:
    return any(
        isinstance(block, Table) or (isinstance(block, KeepTogether) and _has_table(block.blocks)) for block in blocks
    )


def make(order: Order, stock: Stock, step: Step) -> tuple[Made, ...]:
    """One paper or several abreast; none where there is nothing to print.

    Raises :class:`UserError` for what cannot be made, and whatever ``step`` raises to stop the work.
    """
    return _MAKERS[type(order)](order, stock, step)


def settle(made: Made, stock: Stock, step: Step) -> tuple[Printed, ...]:
    """Each paper in it by itself, as the register keeps it."""
    if made.printed:
        return made.printed
    settled = []
    for number, draft in enumerate(made.drafts):
        step(number, len(made.drafts))
        settled.append(_printed(draft, stock))
    return tuple(settled)


def _printed(draft: Draft, stock: Stock) -> Printed:
    return set_in_type(draft, stock.known) if stock.registers else without_code(draft)


def _single(draft: Draft, stock: Stock, title: str = "", filename: str = "") -> Made:
    printed = _printed(draft, stock)
    return Made(
        title=title or draft.title,
        filename=filename or draft.filename,
        content=printed.content,
        drafts=(draft,),
        printed=(printed,),
    )


# ---------------------------------------------------------------- reports


def _report(order: ReportOrder, stock: Stock, step: Step) -> tuple[Made, ...]:
    press, file = Press.of(stock.roll), _holdings(order, stock)
    made = []
    for number, edition in enumerate(order.editions):
        step(number, len(order.editions))
        made.append(_single(_report_draft(order, press, file, edition), stock, EDITIONS[edition]))
    return tuple(made)


def report_document(order: ReportOrder, stock: Stock) -> Document:
    """The report in the first of its editions, without a code."""
    return _document(order, Press.of(stock.roll), _holdings(order, stock), order.editions[0])


def _report_draft(order: ReportOrder, press: Press, file: Holdings, edition: Edition) -> Draft:
    known = {"edition": edition} if len(REPORTS[order.name].editions) > 1 else {}
    document = _document(order, press, file, edition)
    return press.draft(order.name, document, officer_id=order.officer_id, meeting_on=order.meeting, **known)


def _document(order: ReportOrder, press: Press, file: Holdings, edition: Edition) -> Document:
    return make_report(
        order.name,
        press.roll,
        edition=edition,
        meeting=order.meeting,
        officer_id=order.officer_id or None,
        days=order.days,
        year=order.year,
        weapon_id=order.weapon_id,
        class_id=order.class_id,
        file=file,
    )


def _holdings(order: ReportOrder, stock: Stock) -> Holdings:
    """The board’s own report is compared with the meeting chosen; others show all the meetings there were."""
    if order.name == papers.BOARD:
        return compared(stock, order.since)
    return _with_findings(stock, papers.baselines(stock.papers, stock.roll.as_of + DAY))


def compared(stock: Stock, since: str) -> Holdings:
    """With the findings of the meeting chosen for comparison and of those before it, in order of date."""
    chosen = next((paper for paper in stock.papers if paper.code == since), None)
    if chosen is None or chosen.meeting_on is None:
        return stock.file
    return _with_findings(stock, (chosen, *papers.baselines(stock.papers, chosen.meeting_on)))


def _with_findings(stock: Stock, found: Sequence[Paper]) -> Holdings:
    """``found`` are board reports, the latest first."""
    if not found:
        return stock.file
    with closing(Store.look(stock.path)) as store:
        snapshots = tuple(papers.snapshot_in(store, paper) for paper in reversed(found))
    return replace(stock.file, earlier=snapshots)


# ---------------------------------------------------------------- letters


def _due(order: LettersOrder, stock: Stock, step: Step) -> tuple[Made, ...]:
    return (letters_together(order.letters, stock, step),) if order.letters else ()


def _asked(order: AskedOrder, stock: Stock, step: Step) -> tuple[Made, ...]:
    given = dict(order.given)
    letters = make_letters(stock.roll, order.kind, order.officer_ids, given, stationery=stock.stationery)
    return (letters_together(letters, stock, step),) if letters else ()


def letters_together(letters: Sequence[Letter], stock: Stock, step: Step) -> Made:
    """In the order in which they go into envelopes."""
    step(0, len(letters))
    press = Press.of(stock.roll)
    drafts = tuple(_letter_draft(press, letter) for letter in for_envelopes(letters))
    if len(drafts) == 1:
        return _single(drafts[0], stock)
    step(0, len(letters))
    return Made(
        title=plural(len(drafts), "letter"),
        filename=f"Letters {stock.roll.as_of.isoformat()}.pdf",
        content=pdf.render_all([_as_printed(draft, stock) for draft in drafts]),
        drafts=drafts,
    )


def _as_printed(draft: Draft, stock: Stock) -> Document:
    assert draft.document is not None
    return with_code(draft) if stock.registers else draft.document


def _letter_draft(press: Press, letter: Letter) -> Draft:
    return press.draft(
        letter.kind,
        letter.document,
        officer_id=letter.officer_id or "",
        template=letter.template,
        filename=letter.filename,
    )


def _labels(order: LabelsOrder, stock: Stock, step: Step) -> tuple[Made, ...]:
    step(0, 1)
    labels = label_sheet(letter.to for letter in for_envelopes(order.letters))
    if not labels.labels:
        raise UserError("No address is recorded for any of these letters.", "Record the addresses first.")
    filename = f"Labels {stock.roll.as_of.isoformat()}.pdf"
    content = render_labels(labels, used=order.used)
    title = plural(len(labels.labels), "label")
    return (Made(title=title, filename=filename, content=content, left_out=labels.left_out),)


# ---------------------------------------------------------------- packets


def _board(order: BoardOrder, stock: Stock, step: Step) -> tuple[Made, ...]:
    roll, report = stock.roll, order.report
    file, press, edition = compared(stock, report.since), Press.of(roll), report.editions[0]
    step(0, 1)
    draft = board_packet(
        press,
        cover=_cover(order, stock),
        report=_document(report, press, file, edition),
        letters=for_envelopes(due_letters(roll, stationery=stock.stationery)) if order.letters else (),
        appendix=[make_report(name, roll, file=file) for name in order.appendix],
        evidence=order.evidence,
        edition=edition,
        meeting=report.meeting,
        path=stock.path,
        step=step,
    )
    return (_single(draft, stock),)


def _cover(order: BoardOrder, stock: Stock) -> Letter | None:
    if order.cover is None:
        return None
    (letter,) = make_letters(stock.roll, LetterKind.AGENDA, None, dict(order.cover), stationery=stock.stationery)
    return letter


def _audit(order: AuditOrder, stock: Stock, step: Step) -> tuple[Made, ...]:
    if order.officer_id:
        records: Sequence[OfficerRecord] = [stock.record(order.officer_id)]
    else:
        records = [judged.record for judged in stock.roll.officers]
    if not records:
        raise UserError("No officer has a current appointment.", "Choose one who has left, or another date.")
    draft = audit_packet(
        Press.of(stock.roll), records, changes=order.changes, evidence=order.evidence, path=stock.path, step=step
    )
    return (_single(draft, stock),)


_MAKERS: Mapping[type[Any], Callable[[Any, Stock, Step], tuple[Made, ...]]] = {
    ReportOrder: _report,
    LettersOrder: _due,
    AskedOrder: _asked,
    LabelsOrder: _labels,
    BoardOrder: _board,
    AuditOrder: _audit,
}
