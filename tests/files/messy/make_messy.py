"""Makes the messy workbooks of this folder, the way real offices have them. All people in them are invented.

Run it from the project's root: ``python tests/files/messy/make_messy.py``.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from odfdo import Document, Element
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

FOLDER = Path(__file__).parent
SAVED = {"=B2&C2": "601-555-0142", '=IF(1=1,"","x")': ""}
"""The formulas of office.xlsx and what the spreadsheet program saved as their results."""


def officers(sheet: Worksheet) -> None:
    sheet["A1"] = "Blue Creek School District — Security Roster (invented people)"
    sheet["A1"].font = Font(bold=True, size=16)
    sheet.merge_cells("A1:F1")
    sheet["A2"] = "as of"
    sheet["B2"] = date(2026, 8, 3)
    sheet.append([])
    sheet.append([
        "OFFICER ID *", "last name", "First_Name", "Middle name", "Suffix", "Date of Birth", "MCID",
        "Employee Number", "E-mail", "Phone", "address", "Notes", "Locker",
    ])  # fmt: skip
    sheet.append([
        "A1", "O'Neil ", " Dana", "none", "N/A", date(1980, 4, 2), 4711.0, 123.0, "--", "=B2&C2",
        "12 Main St\nBlue Creek", "=SUM(A1)", 14,
    ])  # fmt: skip
    sheet["L5"].data_type = "s"
    sheet.append([])
    sheet.append(["A2", "De La Cruz", "José", "", None, "3/4/71", "N/A", "00045", None, '=IF(1=1,"","x")'])
    sheet.append(["A3\u00a0", "Nuñez", "María  Luz", None, "Jr.", 28000, None, 45, "tbd", 6015550199])
    sheet["H8"].number_format = "00000"
    sheet.append(["  ", None, "", " "])
    sheet.append(["A4", "None", "Sam", None, None, "07/04/49", None, "'00321", None, "'601-555-0100"])
    sheet["H10"].quotePrefix = True
    sheet.append(["A5", "Null", "Kim", None, None, datetime.fromisoformat("1990-12-31T14:30"), None, "1-2"])


def appointments(sheet: Worksheet) -> None:
    sheet.sheet_state = "hidden"
    sheet.append(["officer id", "ROLE", "Employer type", "hired on", "assigned-on", "Assignment percent",
                  "Supervisor title", "has office", "Has Computer", "has_phone"])  # fmt: skip
    sheet.append(["A1", "School Resource Officer", "School district", "2024-08-01", "Aug. 5, 2024", 0.9,
                  "Superintendent", "x", 1, True])  # fmt: skip
    sheet["F2"].number_format = "0%"
    sheet.append(["A2", "SRO", "Sheriff", 45505, "8/5/24", "100%", "school administrator", "Y", "no", "unknown"])
    sheet.append(["A3", "sso", "district", "5-Aug-2024", None, "80", "n/a", None, None, None])


def classes(book: Workbook) -> None:
    sheet = book.create_sheet("CLASSES")
    sheet.append(["class_id", "Title", "Starts on", "ends on", "Hours", "Sanctioned"])
    sheet.append(["C-1", "Legal update", date(2026, 9, 1), date(2026, 9, 2), "12 hours", "Y"])
    sheet.append([2026, "Active shooter", None, "9/15/26", 8, "unknown"])
    attendance = book.create_sheet("attendance")
    attendance.append(["class id", "officer id", "hours", "credit year", "proof"])
    for row in (["C-1", "A1", None, "2026-27", "none"], [None, "A2", 6, None, "Copy on file"], [2026, "A1", 8, 2026]):
        attendance.append(row)
    attendance.merge_cells("A2:A3")


def weapons(book: Workbook) -> None:
    sheet = book.create_sheet("Weapons")
    sheet.append(["Weapon ID (serial)", "Make", "Model", "caliber"])
    sheet.append(["00123", "Glock", 17, "9mm"])
    issues = book.create_sheet("WEAPON_ISSUES")
    issues.append(["weapon id", "officer id", "issued on", "returned on"])
    issues.append(["00123", "A1", "2026-08-01", "present"])
    shot = book.create_sheet("Qualifications")
    shot.append(["officer id", "weapon id", "shot on", "result", "score", "maximum"])
    shot.append(["A1", "00123", "Monday, August 10, 2026", "Passed", "1,234.50", "2,000"])


def xlsx() -> None:
    book = Workbook()
    del book["Sheet"]
    officers(book.create_sheet("officers "))
    appointments(book.create_sheet("Appointments"))
    classes(book)
    weapons(book)
    bonds = book.create_sheet("Bonds")
    bonds.append(["officer_id", "surety", "amount", "effective on"])
    bonds.append(["A1", "Magnolia Surety", "$50,000", "1/1/2026 12:00:00 AM"])
    book.create_sheet("Lookup").append(["Roles", "SRO", "CEO"])
    book.save(FOLDER / "office.xlsx")
    save_results(FOLDER / "office.xlsx")


def save_results(path: Path) -> None:
    """Put the saved results beside the formulas, as a spreadsheet program does and openpyxl does not."""
    with ZipFile(path) as archive:
        parts = {item.filename: archive.read(item) for item in archive.infolist()}
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, _with_results(content.decode()) if "worksheets/" in name else content)


def _with_results(sheet: str) -> str:
    for formula, result in SAVED.items():
        text = formula[1:].replace("&", "&amp;")
        cell = rf"><f>{re.escape(text)}</f><v\s*(?:/>|></v>)"
        sheet = re.sub(cell, f' t="str"><f>{text}</f><v>{result}</v>', sheet)
    return sheet


def csv_folder() -> None:
    folder = FOLDER / "csv"
    folder.mkdir(exist_ok=True)
    rows = [
        "Security roster, Blue Creek (invented people);;;;",
        ";;;;",
        "Officer ID;Last Name;First Name;Date of Birth;Notes",
        "007;Nuñez;José;3/4/1971;“night shift”; extra",
        "008;O'Neil;Dana;28000;'=SUM(A1)",
        '009;De La Cruz;Ana;4/2/80;"two; parts"',
        "",
    ]
    (folder / "OFFICERS.csv").write_bytes("\r\n".join(rows).encode("cp1252"))
    credentials = (
        "officer_id,credential,completed on,proof\r\n007,FEMA IS-100,2026-05-01,\r\n008,is 700,05/02/26,copy\r\n"
    )
    (folder / "credentials.csv").write_bytes(credentials.encode("utf-8-sig"))
    weapons = "weapon_id\tmake\tmodel\n00077\tSmith & Wesson\tM&P\n"
    (folder / "Weapons.csv").write_bytes(weapons.encode("utf-16"))


_HIDING = (
    '<style:style style:family="table" style:name="gone"><style:table-properties table:display="false"/></style:style>'
)
_STRING = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
_BLANK_ROWS = (
    '<table:table-row table:number-rows-repeated="{}"><table:table-cell table:number-columns-repeated="16384"/>'
    "</table:table-row>"
)


def _strings(*texts: str) -> str:
    return "".join(_STRING.format(text) for text in texts)


def _ods_officers() -> str:
    return (
        '<table:table table:name="Officers"><table:table-row><table:table-cell table:number-columns-spanned="3" '
        'office:value-type="string"><text:p>Roster (invented people)</text:p></table:table-cell>'
        '<table:covered-table-cell table:number-columns-repeated="2"/></table:table-row>'
        + _BLANK_ROWS.format(2)
        + f"<table:table-row>{_strings('officer id', 'last name', 'first name', 'date of birth', 'employee number')}"
        + '<table:table-cell table:number-columns-repeated="16379"/></table:table-row>'
        + f"<table:table-row>{_strings('B1', 'Nuñez', 'José <text:s/>Luis')}"
        + '<table:table-cell office:value-type="date" office:date-value="1975-05-06"><text:p>5/6/75</text:p>'
        + '</table:table-cell><table:table-cell office:value-type="float" office:value="42"><text:p>00042</text:p>'
        + "</table:table-cell></table:table-row>"
        + _BLANK_ROWS.format(1_048_571)
        + "</table:table>"
    )


def _ods_appointments() -> str:
    return (
        '<table:table table:name="Appointments" table:style-name="gone"><table:table-row>'
        + _strings("officer_id", "role", "employer_type", "assigned_on", "assignment percent", "has office")
        + f"</table:table-row><table:table-row>{_strings('B1', 'CEO', 'district', '8/1/2026')}"
        + '<table:table-cell office:value-type="percentage" office:value="0.8"><text:p>80%</text:p></table:table-cell>'
        + '<table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>TRUE</text:p>'
        + "</table:table-cell></table:table-row></table:table>"
    )


def ods() -> None:
    document = Document("spreadsheet")
    document.insert_style(_HIDING, automatic=True)
    document.body.clear()
    document.body.append(Element.from_tag(_ods_officers()))
    document.body.append(Element.from_tag(_ods_appointments()))
    document.save(FOLDER / "office.ods")


if __name__ == "__main__":
    xlsx()
    csv_folder()
    ods()
