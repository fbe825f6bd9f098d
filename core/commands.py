"""The command line: the same core without a screen. Exit status 0 done, 1 our failure, 2 wrong input.

The heavy libraries are imported by the commands that need them.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import traceback
from argparse import ArgumentParser, ArgumentTypeError, Namespace, _SubParsersAction
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.dates import parse_typed, plural, short
from core.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.findings import Finding, Judged, Roll
    from core.orders import AuditOrder, BoardOrder, ReportOrder, Stock
    from core.plan import Plan
    from core.reports.letters import Letter
    from core.store import Store


@dataclass(frozen=True, slots=True)
class Desk:
    """Who works when: the clock and the user's name, which ``core`` itself never asks for."""

    who: str
    now: Callable[[], datetime]
    computer: str = ""

    @property
    def today(self) -> date:
        """The local date."""
        return self.now().astimezone().date()


NAMES = (
    "new", "import", "export", "status", "report", "letters", "packet", "check", "calendar", "backup", "verify",
    "restore",
)  # fmt: skip
"""What ``main.py`` takes for a command; anything else is a file to open in the window."""


def run(arguments: Sequence[str], desk: Desk) -> int:
    """Carry out one command; messages about wrong input go to standard error without a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    options = _parser(desk).parse_args(arguments)
    try:
        return int(options.command(options, desk))
    except UserError as error:
        print(f"muster: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # whoever was reading has read enough
        return 0
    except OSError as error:
        print(f"muster: {_os_reason(error)}", file=sys.stderr)
        return 2
    except Exception:
        print("muster: the program failed; nothing was saved half. Please report this:", file=sys.stderr)
        traceback.print_exc()
        return 1


def _os_reason(error: OSError) -> str:
    where = f"{error.filename}: " if error.filename else ""
    return f"{where}{error.strerror or error}."


# ---------------------------------------------------------------- arguments


def _parser(desk: Desk) -> ArgumentParser:
    parser = ArgumentParser(prog="muster", description="Records of a school district's security staff.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    new = _command(commands, "new", _new, "create a records file")
    new.add_argument("--sample", action="store_true", help="fill it with the practice district")
    _import_arguments(commands)
    _command(commands, "export", _export, "write the workbook").add_argument("workbook", type=Path)
    status = _command(commands, "status", _status, "show the findings")
    _dated(status, desk)
    status.add_argument("--officer", metavar="ID")
    status.add_argument("--json", action="store_true")
    _paper_arguments(commands, desk)
    calendar = _command(commands, "calendar", _calendar, "write the deadlines as a calendar file")
    calendar.add_argument("-o", "--output", type=Path, required=True, metavar="OUT.ics")
    _dated(calendar, desk)
    _command(commands, "backup", _backup, "make a verified copy").add_argument("folder", type=Path)
    _command(commands, "verify", _verify, "check integrity, keys and the change log")
    restore = commands.add_parser("restore", help="swap a backup in, keeping what was there")
    restore.add_argument("backup", type=Path)
    restore.add_argument("file", type=Path)
    restore.set_defaults(command=_restore)
    return parser


def _command(
    commands: _SubParsersAction[ArgumentParser], name: str, command: Callable[[Namespace, Desk], int], text: str
) -> ArgumentParser:
    parser = commands.add_parser(name, help=text)
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.set_defaults(command=command)
    return parser


def _import_arguments(commands: _SubParsersAction[ArgumentParser]) -> None:
    parser = commands.add_parser("import", help="bring a workbook in")
    parser.add_argument("workbook", type=Path, metavar="WORKBOOK")
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--dry-run", action="store_true", help="show the plan, write nothing")
    parser.add_argument("--update", action="store_true", help="take rows that differ from the records")
    parser.add_argument("--skip-bad-rows", action="store_true", help="leave bad rows out and take the rest")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(command=_import)


def _paper_arguments(commands: _SubParsersAction[ArgumentParser], desk: Desk) -> None:
    report = commands.add_parser("report", help="print a report as PDF, or its tables as a workbook")
    report.add_argument("name", metavar="NAME")
    report.add_argument("file", type=Path, metavar="FILE")
    report.add_argument("-o", "--output", type=Path, required=True, metavar="OUT.pdf|OUT.xlsx")
    report.add_argument("--edition", choices=("public", "executive"), default="executive")
    report.add_argument("--meeting", type=_date_of(desk), metavar="DATE")
    report.add_argument("--officer", metavar="ID")
    report.add_argument("--days", type=int, default=90, metavar="N", help="how far to look ahead")
    report.add_argument("--year", default="", metavar="YEAR", help="the in-service year, such as 2026-27")
    report.add_argument("--weapon", default="", metavar="SERIAL")
    report.add_argument("--class", dest="class_id", default="", metavar="ID")
    _registering(report, desk)
    report.set_defaults(command=_report)
    letters = _command(commands, "letters", _letters, "print the letters that are due")
    letters.add_argument("-o", "--output", type=Path, required=True, metavar="FOLDER")
    letters.add_argument("--kind")
    letters.add_argument("--officer", metavar="ID")
    letters.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="what the letter asks for")
    letters.add_argument("--combined", action="store_true", help="all letters in one PDF, sorted for envelopes")
    letters.add_argument("--labels", action="store_true", help="also a sheet of address labels")
    _registering(letters, desk)
    packet = commands.add_parser("packet", help="bind what the board, or an auditor, is handed in one piece")
    packet.add_argument("name", choices=("board", "audit"))
    packet.add_argument("file", type=Path, metavar="FILE")
    packet.add_argument("-o", "--output", type=Path, required=True, metavar="OUT.pdf")
    packet.add_argument("--edition", choices=("public", "executive"), default="executive")
    packet.add_argument("--meeting", type=_date_of(desk), metavar="DATE")
    packet.add_argument("--officer", default="", metavar="ID", help="of an audit packet: about one officer alone")
    _registering(packet, desk)
    packet.set_defaults(command=_packet)
    check = commands.add_parser("check", help="say what paper a printed page belongs to, by the code at its foot")
    check.add_argument("code", metavar="CODE")
    check.add_argument("file", type=Path, metavar="FILE")
    check.set_defaults(command=_check)


def _registering(parser: ArgumentParser, desk: Desk) -> None:
    parser.add_argument(
        "--register", action="store_true", help="enter it in the register of papers, with a code on its pages"
    )
    _dated(parser, desk)


def _dated(parser: ArgumentParser, desk: Desk) -> None:
    parser.add_argument("--as-of", type=_date_of(desk), default=desk.today, metavar="DATE")


def _date_of(desk: Desk) -> Callable[[str], date]:
    def parse(text: str) -> date:
        try:
            return parse_typed(text, desk.today)
        except UserError as error:
            raise ArgumentTypeError(str(error)) from None

    return parse


# ---------------------------------------------------------------- the file


@contextmanager
def _opened_alone(path: Path, desk: Desk) -> Iterator[Store]:
    """To write in: refused while a window or another command has the file."""
    from core import documents

    with documents.open_alone(path, who=desk.who, computer=desk.computer, now=desk.now) as store:
        yield store


@contextmanager
def _opened(path: Path, desk: Desk) -> Iterator[Store]:
    from core import documents

    with documents.open_file(path, who=desk.who, now=desk.now) as store:
        yield store


def _new(options: Namespace, desk: Desk) -> int:
    from core import documents

    if options.sample:
        from core.sample import make_practice_file

        make_practice_file(options.file, desk.today, who=desk.who, now=desk.now).close()
    else:
        documents.create(options.file, who=desk.who, now=desk.now).close()
    print(f"Created {options.file}.")
    return 0


def _backup(options: Namespace, desk: Desk) -> int:
    from core import documents

    print(f"Verified copy: {documents.backup(options.file, options.folder, desk.now())}")
    return 0


def _verify(options: Namespace, _desk: Desk) -> int:
    from core import documents

    verdict = documents.verify(options.file)
    print("\n".join(verdict.lines))
    return 0 if verdict.ok else 2


def _restore(options: Namespace, desk: Desk) -> int:
    from core import documents

    kept = documents.restore(options.backup, options.file, desk.now())
    print(f"Restored {options.file}." + (f" What was there is kept as {kept}." if kept else ""))
    return 0


# ---------------------------------------------------------------- the workbook


def _import(options: Namespace, desk: Desk) -> int:
    from core import exchange
    from core.policy import default_policy
    from core.workbook import read_workbook

    requirements = [requirement.id for requirement in default_policy().requirements]
    workbook = read_workbook(options.workbook)

    def plan(store: Store) -> Plan:
        return exchange.plan_import(
            workbook,
            store,
            update=options.update,
            skip_bad_rows=options.skip_bad_rows,
            requirements=requirements,
            today=desk.today,
        )

    is_new = not options.file.exists()
    with _blank(desk) if is_new else _opened_alone(options.file, desk) as store:
        planned = plan(store)
        if not planned.blocked and not options.dry_run and not is_new:
            exchange.commit_plan(store, planned, desk.now())
    if not planned.blocked and not options.dry_run and is_new:
        _import_into_new(options.file, plan, desk)
    return _say_plan(planned, options)


@contextmanager
def _blank(desk: Desk) -> Iterator[Store]:
    """An empty file to plan against while the real one does not exist: a refused import leaves none behind."""
    from core import documents

    with (
        tempfile.TemporaryDirectory() as folder,
        documents.create(Path(folder) / "plan.muster", who=desk.who, now=desk.now) as store,
    ):
        yield store


def _import_into_new(path: Path, plan: Callable[[Store], Plan], desk: Desk) -> None:
    from core import documents, exchange

    try:
        with documents.create(path, who=desk.who, now=desk.now) as store:
            exchange.apply_plan(store, plan(store))
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _say_plan(planned: Plan, options: Namespace) -> int:
    done = not planned.blocked and not options.dry_run
    if options.json:
        print(json.dumps(planned.to_json() | {"written": done}, indent=2, ensure_ascii=False))
    else:
        stream = sys.stderr if planned.blocked else sys.stdout
        print("\n".join(planned.lines()), file=stream)
        if options.dry_run:
            print("Nothing was written (dry run).")
        elif planned.blocked:
            print("Nothing was written.", file=sys.stderr)
        else:
            print(f"Written to {options.file}.")
    return 2 if planned.blocked else 0


def _export(options: Namespace, desk: Desk) -> int:
    from core import exchange

    with _opened(options.file, desk) as store:
        exchange.export_workbook(store, options.workbook)
    print(f"Written: {options.workbook}")
    return 0


# ---------------------------------------------------------------- the findings


def _roll(path: Path, as_of: date, desk: Desk) -> Roll:
    with _opened(path, desk) as store:
        return _called(store, as_of)


def _called(store: Store, as_of: date) -> Roll:
    from core.engine import call_roll
    from core.model import Ruling
    from core.policy import default_policy, under

    policy = under(default_policy(), store.rows(Ruling), as_of)
    return call_roll(policy, store.records(), store.district_record(), as_of)


def _status(options: Namespace, desk: Desk) -> int:
    roll = _roll(options.file, options.as_of, desk)
    officers = [entry for entry in roll.officers if options.officer in {None, entry.officer.officer_id}]
    if options.officer is not None and not officers:
        raise UserError(f"No officer “{options.officer}” with a current appointment on {short(roll.as_of)}.")
    if options.json:
        print(json.dumps(status_json(roll, officers), indent=2, ensure_ascii=False))
    else:
        print("\n".join(_status_lines(roll, officers)))
    return 0


def status_json(roll: Roll, officers: Sequence[Judged]) -> dict[str, Any]:
    """The contract's form of the findings."""
    return {
        "schema": 1,
        "as_of": roll.as_of.isoformat(),
        "policy": {"id": roll.policy.id, "version": roll.policy.version},
        "officers": [_officer_json(entry) for entry in officers],
        "district": [_finding_json(finding) for finding in roll.district_findings],
    }


def _officer_json(entry: Judged) -> dict[str, Any]:
    return {
        "officer_id": entry.officer.officer_id,
        "name": entry.officer.name,
        "role": entry.role,
        "employer_type": entry.appointment.employer_type,
        "standing": entry.standing,
        "powers_suspended": entry.powers_suspended,
        "findings": [_finding_json(finding) for finding in entry.findings],
    }


def _finding_json(finding: Finding) -> dict[str, Any]:
    waiver = finding.waiver and {
        "until": finding.waiver.until_on.isoformat(),
        "reference": finding.waiver.reference,
        "otherwise": finding.otherwise,
    }
    return {
        "requirement": finding.requirement.id,
        "item": finding.item,
        "period": finding.period,
        "level": finding.level,
        "status": finding.status,
        "due": finding.due and finding.due.isoformat(),
        "have": finding.have,
        "need": finding.need,
        "because": finding.because,
        "citation": finding.citation,
        "consequence": finding.consequence,
        "waiver": waiver,
    }


def _status_lines(roll: Roll, officers: Sequence[Judged]) -> Iterator[str]:
    yield f"{plural(len(officers), 'officer')} as of {short(roll.as_of)} ({roll.policy.id} {roll.policy.version})"
    for entry in officers:
        suspended = "; powers of a peace officer suspended" if entry.powers_suspended else ""
        yield ""
        yield f"{entry.officer.name} ({entry.officer.officer_id}, {entry.role}): {said(entry.standing)}{suspended}"
        yield from (_finding_line(finding) for finding in entry.findings)
    yield ""
    yield "District"
    yield from (_finding_line(finding) for finding in roll.district_findings)


def said(status: str) -> str:
    """A status as a word."""
    return status.replace("_", " ")


def _finding_line(finding: Finding) -> str:
    item = f" {finding.item}" if finding.item else ""
    due = f", due {short(finding.due)}" if finding.due else ""
    level = "" if finding.decides else f" [{finding.level}]"
    return (
        f"  {said(finding.status):<13}{finding.requirement.title}{item}{level}: "
        f"{finding.because}{due} ({finding.citation})"
    )


# ---------------------------------------------------------------- the paper


def _report(options: Namespace, desk: Desk) -> int:
    from core import making, twins
    from core.papers import register
    from core.reports import pdf

    with _opened_for_paper(options, desk) as store:
        stock = _stock(store, options.as_of)
        order = _report_order(options, stock)
        if options.output.suffix.lower() == ".xlsx":
            _write(options.output, twins.twin(making.report_document(order, stock)))
        elif options.register:
            (made,) = making.make(order, stock, _unwatched)
            register(store, made.printed, desk.today)
            _write(options.output, made.content)
        else:
            _write(options.output, pdf.render(making.report_document(order, stock)))
    print(f"Written: {options.output}")
    return 0


def _opened_for_paper(options: Namespace, desk: Desk) -> AbstractContextManager[Store]:
    """Alone only where something is registered: a file that a window has open can be printed from all the same."""
    return _opened_alone(options.file, desk) if options.register else _opened(options.file, desk)


def _stock(store: Store, as_of: date) -> Stock:
    from core import orders

    return orders.stock(store, _called(store, as_of), store.records())


def _report_order(options: Namespace, stock: Stock) -> ReportOrder:
    """A board report is compared with the one of the last meeting."""
    from core.orders import ReportOrder
    from core.papers import BOARD, baselines
    from core.reports.wording import Edition

    earlier = baselines(stock.papers, options.meeting or options.as_of) if options.name == BOARD else ()
    return ReportOrder(
        name=options.name,
        editions=(Edition(options.edition),),
        meeting=options.meeting,
        officer_id=options.officer or "",
        days=options.days,
        year=options.year,
        weapon_id=options.weapon,
        class_id=options.class_id,
        since=earlier[0].code if earlier else "",
    )


def _unwatched(_step: int, _of: int) -> None:
    """Nobody watches the steps."""


def _letters(options: Namespace, desk: Desk) -> int:
    with _opened_for_paper(options, desk) as store:
        stock = _stock(store, options.as_of)
        made = _made_letters(options, stock)
        options.output.mkdir(parents=True, exist_ok=True)
        if options.register and made:
            _write_registered(store, stock, made, options, desk)
        else:
            _write_letters(made, options)
        _write_labels(made, options)
    for letter in made:
        print(f"{letter.title}: {letter.why}")
    due = "" if options.kind else " due"
    print(f"{plural(len(made), 'letter')}{due} as of {short(options.as_of)}, in {options.output}")
    return 0


def _made_letters(options: Namespace, stock: Stock) -> tuple[Letter, ...]:
    """Those due, or those of a kind with what was set for it."""
    from core.reports import letters

    if options.kind is None:
        if options.set:
            raise UserError("--set is for letters of one kind.", "Say which with --kind.")
        return letters.due_letters(stock.roll, officer_id=options.officer, stationery=stock.stationery)
    chosen = None if options.officer is None else [options.officer]
    given = _set_values(options.set)
    return letters.make_letters(stock.roll, options.kind, chosen, given, stationery=stock.stationery)


def _write_registered(store: Store, stock: Stock, letters: Sequence[Letter], options: Namespace, desk: Desk) -> None:
    """Each letter by itself is in the register, also where they are written as one PDF."""
    from core import making
    from core.papers import register

    together = making.letters_together(letters, stock, _unwatched)
    printed = making.settle(together, stock, _unwatched)
    register(store, printed, desk.today)
    if options.combined:
        _write(options.output / "letters.pdf", together.content)
    for each in () if options.combined else printed:
        _write(options.output / each.draft.filename, each.content)


def _set_values(settings: Sequence[str]) -> dict[str, str]:
    pairs = [setting.partition("=") for setting in settings]
    for name, equals, _ in pairs:
        if not equals:
            raise UserError(f"“{name}” says no value.", "Write it as NAME=VALUE.")
    return {name.strip(): value for name, _, value in pairs}


def _write_letters(made: Sequence[Letter], options: Namespace) -> None:
    from core.reports import letters, pdf

    if options.combined and made:
        sorted_letters = letters.for_envelopes(made)
        _write(options.output / "letters.pdf", pdf.render_all([letter.document for letter in sorted_letters]))
    for letter in () if options.combined else made:
        _write(options.output / letter.filename, pdf.render(letter.document))


def _write_labels(made: Sequence[Letter], options: Namespace) -> None:
    from core.reports import labels, letters

    if options.labels:
        sheet = labels.label_sheet(letter.to for letter in letters.for_envelopes(made))
        if sheet.labels:
            _write(options.output / "labels.pdf", labels.render_labels(sheet))
        for name in sheet.left_out:
            print(f"No label for {name}: the address is not recorded.")


def _packet(options: Namespace, desk: Desk) -> int:
    from core import making
    from core.papers import register

    with _opened_for_paper(options, desk) as store:
        stock = _stock(store, options.as_of)
        (made,) = making.make(_packet_order(options, stock), stock, _unwatched)
        if options.register:
            register(store, made.printed, desk.today)
        _write(options.output, made.content if options.register else made.drafts[0].make(""))
    print(f"Written: {options.output}")
    return 0


def _packet_order(options: Namespace, stock: Stock) -> BoardOrder | AuditOrder:
    from core.orders import AuditOrder, BoardOrder

    if options.name == "audit":
        return AuditOrder(officer_id=options.officer)
    report = Namespace(**vars(options) | {"days": 90, "year": "", "weapon": "", "class_id": "", "officer": ""})
    cover = (("meeting", short(options.meeting)),) if options.meeting else ()
    return BoardOrder(report=_report_order(report, stock), cover=cover)


def _check(options: Namespace, desk: Desk) -> int:
    from core import papers

    with _opened(options.file, desk) as store:
        paper = papers.find_paper(store, options.code)
        stock = _stock(store, paper.as_of)
        then = papers.snapshot_in(store, paper)
        records, district = stock.file.records, stock.roll.district
        changes = papers.changes_since(paper, then, stock.roll.policy, records, district)
    print(f"{papers.shown_code(paper.code)}: {paper.title}, {plural(paper.pages, 'page')}, as of {short(paper.as_of)}")
    print(f"Printed {short(paper.printed_on)} by the rules {paper.policy_version}.")
    same = "The records say the same about that day today."
    print(same if changes is None else "What the records say about that day has changed since.")
    return 0


def _calendar(options: Namespace, desk: Desk) -> int:
    from core.calendar import export_calendar

    with _opened(options.file, desk) as store:
        export_calendar(store, _called(store, options.as_of), options.output, desk.now())
    print(f"Written: {options.output}")
    return 0


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all: written beside its place under another name, then moved there."""
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
