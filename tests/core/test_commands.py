"""The command line end to end: real files in, findings and paper out, exit statuses 0, 1 and 2."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from pypdf import PdfReader

from core import commands, documents
from core.commands import Desk, run
from core.model import Status
from core.reports.catalogue import REPORTS

ROOT = Path(__file__).parent.parent.parent
DESK = Desk("clerk", lambda: datetime(2026, 11, 23, 15, 0, tzinfo=UTC))

Cli = Callable[..., tuple[int, str, str]]


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Cli:
    def call(*arguments: object) -> tuple[int, str, str]:
        try:
            status = run([str(argument) for argument in arguments], DESK)
        except SystemExit as stopped:
            status = int(stopped.code or 0)
        said = capsys.readouterr()
        return status, said.out, said.err

    return call


@pytest.fixture
def practice(tmp_path: Path, cli: Cli) -> Path:
    path = tmp_path / "practice.muster"
    assert cli("new", path, "--sample")[0] == 0
    return path


def workbook(path: Path, **sheets: list[list[Any]]) -> Path:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name.replace("_", " "))
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


ROSTER = {
    "Officers": [["officer_id", "last_name", "first_name"], ["A1", "Lee", "Dana"]],
    "Appointments": [
        ["officer_id", "role", "employer_type", "hired_on", "assignment_percent", "supervisor_title"],
        ["A1", "sso", "district", "8/1/2024", 100, "principal"],
    ],
}


def test_new_refuses_to_overwrite(tmp_path: Path, cli: Cli) -> None:
    path = tmp_path / "a.muster"
    assert cli("new", path)[0] == 0
    before = path.read_bytes()
    status, _, err = cli("new", path)
    assert status == 2
    assert "a.muster" in err
    assert path.read_bytes() == before


def test_status_in_the_form_of_the_contract(practice: Path, cli: Cli) -> None:
    status, out, err = cli("status", practice, "--json")
    assert (status, err) == (0, "")
    told = json.loads(out)
    assert (told["schema"], told["as_of"]) == (1, "2026-11-23")
    assert told["policy"] == {"id": "ms-school-safety", "version": "2026.1"}
    assert len(told["officers"]) == 14
    names = [(o["name"], o["officer_id"]) for o in told["officers"]]
    assert [name.split(",")[0].casefold() for name, _ in names] == sorted(n.split(",")[0].casefold() for n, _ in names)
    for officer in told["officers"]:
        assert set(officer) == {
            "officer_id", "name", "role", "employer_type", "standing", "powers_suspended", "findings",
        }  # fmt: skip
        for finding in officer["findings"]:
            assert set(finding) == {
                "requirement", "item", "period", "level", "status", "due", "have", "need", "because", "citation",
                "consequence", "waiver",
            }  # fmt: skip
    shown = {f["status"] for o in told["officers"] for f in o["findings"]}
    assert shown == set(Status)
    suspended = [o for o in told["officers"] if o["powers_suspended"]]
    assert suspended
    (basic,) = (f for f in suspended[0]["findings"] if f["requirement"] == "basic-training")
    assert "may not exercise the powers of a peace officer" in basic["consequence"]
    waived = [f for o in told["officers"] for f in o["findings"] if f["status"] == "waived"]
    assert set(waived[0]["waiver"]) == {"until", "reference", "otherwise"}
    assert {f["requirement"] for f in told["district"]} == {"agreement-term", "radio-authorization", "assignment-basis"}


def test_status_on_another_date_and_of_one_officer(practice: Path, cli: Cli) -> None:
    told = json.loads(cli("status", practice, "--json", "--as-of", "6/30/2027")[1])
    assert told["as_of"] == "2027-06-30"
    first = told["officers"][0]["officer_id"]
    one = json.loads(cli("status", practice, "--json", "--officer", first, "--as-of", "2027-06-30")[1])
    assert [o["officer_id"] for o in one["officers"]] == [first]
    status, out, err = cli("status", practice, "--officer", "nobody")
    assert (status, out) == (2, "")
    assert "nobody" in err
    status, _, err = cli("status", practice, "--as-of", "2/30/2027")
    assert status == 2
    assert "2/30/2027" in err


def test_status_in_words(practice: Path, cli: Cli) -> None:
    status, out, _ = cli("status", practice)
    assert status == 0
    assert out.startswith("14 officers as of 11/23/2026 (ms-school-safety 2026.1)")
    assert "powers of a peace officer suspended" in out
    assert "§ 37-7-321(2)" in out


def test_import_export_import_holds_the_same(practice: Path, tmp_path: Path, cli: Cli) -> None:
    first, second = tmp_path / "first.xlsx", tmp_path / "second.xlsx"
    assert cli("export", practice, first)[0] == 0
    copy = tmp_path / "copy.muster"
    assert cli("import", first, copy)[0] == 0
    assert cli("export", copy, second)[0] == 0
    one, two = load_workbook(first), load_workbook(second)
    assert one.sheetnames == two.sheetnames
    for name in one.sheetnames:
        assert list(one[name].values) == list(two[name].values), name
    assert cli("status", copy, "--json")[1] == cli("status", practice, "--json")[1]
    status, out, _ = cli("import", first, copy, "--json")
    again = json.loads(out)
    assert (status, again["counts"].get("add", 0), again["counts"].get("conflict", 0)) == (0, 0, 0)


def test_a_dry_run_is_the_same_plan_and_writes_nothing(tmp_path: Path, cli: Cli) -> None:
    book, path = workbook(tmp_path / "r.xlsx", **ROSTER), tmp_path / "r.muster"
    status, out, _ = cli("import", book, path, "--dry-run", "--json")
    assert status == 0
    assert not path.exists()
    dry = json.loads(out)
    wet = json.loads(cli("import", book, path, "--json")[1])
    assert dry.pop("written") is False
    assert wet.pop("written") is True
    assert dry == wet


def test_errors_block_an_import_and_leave_no_file(tmp_path: Path, cli: Cli) -> None:
    bad = {**ROSTER, "Credentials": [["officer_id", "credential", "completed_on"], ["A9", "police-basic", "2/30/2026"]]}
    book, path = workbook(tmp_path / "bad.xlsx", **bad), tmp_path / "bad.muster"
    status, _, err = cli("import", book, path)
    assert status == 2
    assert not path.exists()
    for part in ("Credentials", "row 2", "completed_on", "2/30/2026", "A9", "Nothing was written"):
        assert part in err
    status, out, _ = cli("import", book, path, "--skip-bad-rows")
    assert status == 0
    assert "row 2" in out
    assert len(json.loads(cli("status", path, "--json")[1])["officers"]) == 1


def test_a_conflict_is_listed_and_taken_only_with_update(tmp_path: Path, cli: Cli) -> None:
    path = tmp_path / "r.muster"
    cli("import", workbook(tmp_path / "r.xlsx", **ROSTER), path)
    other = {"Officers": [["officer_id", "last_name", "first_name"], ["A1", "Lee-Smith", "Dana"]]}
    book = workbook(tmp_path / "other.xlsx", **other)
    status, out, _ = cli("import", book, path)
    assert status == 0
    assert "Lee-Smith" in out
    assert json.loads(cli("status", path, "--json")[1])["officers"][0]["name"] == "Lee, Dana"
    assert cli("import", book, path, "--update")[0] == 0
    assert json.loads(cli("status", path, "--json")[1])["officers"][0]["name"] == "Lee-Smith, Dana"
    assert list((tmp_path / "Muster backups").glob("*.muster")), "an import into a file backs it up first"


@pytest.mark.parametrize("name", [name for name, report in REPORTS.items() if not report.needs])
def test_each_report_is_a_pdf_that_reads_back(name: str, practice: Path, tmp_path: Path, cli: Cli) -> None:
    out = tmp_path / f"{name}.pdf"
    assert cli("report", name, practice, "-o", out, "--as-of", "2026-11-23")[0] == 0
    text = "\n".join(page.extract_text() for page in PdfReader(out).pages)
    assert "Pontaloosa" in text
    assert "November 23, 2026" in text
    assert "2026.1" in text
    assert "not an official form" in text.casefold().replace("\n", " ")
    assert "PRACTICE" in text


def test_reports_take_their_options(practice: Path, tmp_path: Path, cli: Cli) -> None:
    def printed(name: str, *options: str) -> str:
        out = tmp_path / "out.pdf"
        assert cli("report", name, practice, "-o", out, "--as-of", "2026-11-23", *options)[0] == 0
        return "\n".join(page.extract_text() for page in PdfReader(out).pages)

    assert "The next 200 days" in printed("deadlines", "--days", "200")
    assert "In-service ledger 2025-26" in printed("in-service", "--year", "2025-26")
    assert "In whose hands" in printed("weapons", "--weapon", "PRX-1014")
    assert "Weapons issued" in printed("weapons", "--officer", "P104")
    assert "Family reunification workshop" in printed("sign-in", "--class", "PLAN-01")
    assert "Training transcript" in printed("transcript", "--officer", "P104")


@pytest.mark.parametrize(
    ("name", "options", "said"),
    [
        ("in-service", ("--year", "1999"), "Nothing is on record of an in-service year “1999”. The years on record"),
        ("weapons", ("--weapon", "no-such"), "No weapon “no-such” has been issued to anyone on file."),
        ("sign-in", ("--class", "no-such"), "There is no class “no-such” on file."),
        ("transcript", ("--officer", "no-such"), "“no-such” is no officer on file."),
        ("transcript", (), "Say whose with --officer"),
        ("deadlines", ("--days", "0"), "Ask for 1 to 3,660 days."),
    ],
)
def test_what_a_report_cannot_be_made_of_is_said(
    name: str, options: tuple[str, ...], said: str, practice: Path, tmp_path: Path, cli: Cli
) -> None:
    status, _, err = cli("report", name, practice, "-o", tmp_path / "x.pdf", *options)
    assert (status, said in err) == (2, True)


def test_an_xlsx_is_the_twin_of_the_report(practice: Path, tmp_path: Path, cli: Cli) -> None:
    out = tmp_path / "Roster.XLSX"
    assert cli("report", "roster", practice, "-o", out, "--as-of", "2026-11-23")[0] == 0
    book = load_workbook(out)
    assert book.sheetnames == ["Roster of school security staff", "By role", "By employer", "By school", "About"]
    assert book.worksheets[0]["D2"].is_date


def test_the_officer_sheet_and_the_public_edition(practice: Path, tmp_path: Path, cli: Cli) -> None:
    sheet, public = tmp_path / "sheet.pdf", tmp_path / "public.pdf"
    assert cli("report", "officer", practice, "-o", sheet, "--officer", "P104")[0] == 0
    assert "Boyd" in "".join(page.extract_text() for page in PdfReader(sheet).pages)
    assert cli("report", "officer", practice, "-o", sheet)[0] == 2
    assert cli("report", "board", practice, "-o", public, "--edition", "public", "--meeting", "12/8/2026")[0] == 0
    text = "".join(page.extract_text() for page in PdfReader(public).pages)
    assert "December 8, 2026" in text
    assert "Boyd" not in text
    assert cli("report", "tea", practice, "-o", public)[0] == 2


def test_letters_choose_themselves_and_say_so(practice: Path, tmp_path: Path, cli: Cli) -> None:
    folder = tmp_path / "letters"
    status, out, _ = cli("letters", practice, "-o", folder)
    assert status == 0
    files = sorted(path.name for path in folder.iterdir())
    assert len(files) == len(out.splitlines()) - 1
    assert f"{len(files)} letters due as of 11/23/2026" in out
    assert {name.split()[0] for name in files} == {"overdue", "powers", "proof", "upcoming"}
    (powers,) = folder.glob("powers*.pdf")
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(powers).pages).split())
    assert "may not exercise the powers of a peace officer in or on the property of the school district" in text
    combined = tmp_path / "combined"
    assert cli("letters", practice, "-o", combined, "--combined", "--kind", "overdue")[0] == 0
    assert [path.name for path in combined.iterdir()] == ["letters.pdf"]
    assert cli("letters", practice, "-o", combined, "--kind", "love")[0] == 2


def test_calendar_backup_verify_restore(practice: Path, tmp_path: Path, cli: Cli) -> None:
    ics = tmp_path / "due.ics"
    assert cli("calendar", practice, "-o", ics)[0] == 0
    assert ics.read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    assert cli("backup", practice, tmp_path / "kept")[0] == 0
    (copy,) = (tmp_path / "kept").iterdir()
    assert cli("verify", copy)[0] == 0
    before = cli("status", practice, "--json")[1]
    practice.write_bytes(b"spoilt" * 1000)
    assert cli("verify", practice)[0] == 2
    assert cli("status", practice)[0] == 2
    status, out, _ = cli("restore", copy, practice)
    assert status == 0
    assert "kept as" in out
    assert cli("status", practice, "--json")[1] == before


def test_what_is_not_there_is_said_without_a_traceback(tmp_path: Path, cli: Cli) -> None:
    for arguments in (
        ("status", tmp_path / "no.muster"),
        ("import", tmp_path / "no.xlsx", tmp_path / "new.muster"),
        ("export", tmp_path / "no.muster", tmp_path / "x.xlsx"),
        ("verify", tmp_path),
        ("restore", tmp_path / "no.muster", tmp_path / "x.muster"),
        ("report", "board", tmp_path / "no.muster", "-o", tmp_path / "x.pdf"),
        ("report",),
        ("frobnicate",),
    ):
        status, out, err = cli(*arguments)
        assert (status, out) == (2, ""), arguments
        assert err
        assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_said(practice: Path, tmp_path: Path, cli: Cli) -> None:
    status, _, err = cli("report", "board", practice, "-o", tmp_path / "nowhere" / "x.pdf")
    assert status == 2
    assert "nowhere" in err


def test_our_own_failure_is_1_and_says_so(practice: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(commands, "_status_lines", fail)
    status, _, err = cli("status", practice)
    assert status == 1
    assert "nothing was saved half" in err


def test_the_real_program_without_a_screen_never_imports_qt(tmp_path: Path) -> None:
    path = tmp_path / "p.muster"
    code = f"""
import sys, main
status = main.main(["new", {str(path)!r}, "--sample"]) or main.main(["status", {str(path)!r}, "--json"])
status = status or main.main(["letters", {str(path)!r}, "-o", {str(tmp_path / "letters")!r}])
sys.exit(status or any(name.startswith(("PySide6", "gui")) for name in sys.modules))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr


def test_a_reader_who_has_read_enough_is_no_failure(practice: Path) -> None:
    status = subprocess.Popen(
        [sys.executable, str(ROOT / "main.py"), "status", str(practice)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert status.stdout is not None
    assert status.stderr is not None
    status.stdout.close()
    assert status.stderr.read() == b""
    status.stderr.close()
    assert status.wait(60) == 0


def test_an_import_waits_for_whoever_has_the_file(practice: Path, tmp_path: Path, cli: Cli) -> None:
    book = workbook(tmp_path / "r.xlsx", **ROSTER)
    with documents.open_alone(practice, who="Pat", computer="front-desk", now=DESK.now):
        status, _, err = cli("import", book, practice)
        assert status == 2
        assert "Pat" in err
        assert "front-desk" in err
        assert cli("status", practice)[0] == 0
    assert cli("import", book, practice)[0] == 0
