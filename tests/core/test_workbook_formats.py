"""The three formats: what goes in comes out, what is no workbook is refused, and no file can hurt."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import csvfolder, ods, workbook, xlsx
from core.errors import FileError
from core.model import Column
from core.sheets import EPOCH_1904, UNSAVED, Fault, Page, Plain, Workbook
from core.workbook import fold, pasted, read_workbook, write_workbook

MESSY = Path(__file__).parents[1] / "files" / "messy"
COLUMNS = (
    Column("officer_id", str, True),
    Column("notes", str, False),
    Column("date_of_birth", date, False),
    Column("hours", float, False),
)
NAMES = tuple(column.name for column in COLUMNS)
FORMATS = ["book.xlsx", "book.ods", "book"]


def written(folder: Path, name: str, rows: Sequence[tuple[Plain, ...]]) -> Workbook:
    write_workbook(folder / name, [Page("Officers", COLUMNS, tuple(rows))])
    return read_workbook(folder / name)


def saved(path: Path, cells: dict[str, object]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Officers"
    for place, value in cells.items():
        sheet[place] = value
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("written_as", "folded"),
    [
        ("Weapon_ID * (serial)", "weaponid"),
        ("  weapon-issues.", "weaponissues"),
        ("Hours [total]", "hours"),
        ("OFFICERS", "officers"),
    ],
)
def test_names_ignore_case_spaces_marks_and_remarks(written_as: str, folded: str) -> None:
    assert fold(written_as) == folded


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\t '=+-@;,\"<&")).map(
    str.strip
)
ROWS = st.lists(
    st.tuples(
        TEXT.filter(bool).map(lambda text: f"a{text}"),
        TEXT.map(lambda text: text or None),
        st.none() | st.dates(date(1900, 3, 1), date(2199, 12, 31)),
        st.none() | st.integers(-(10**12), 10**12).map(lambda number: number / 1000),
    ),
    max_size=4,
)


@settings(max_examples=30)
@given(ROWS)
def test_excel_keeps_every_text_and_number(rows: list[tuple[Plain, ...]]) -> None:
    kept([Page("Officers", COLUMNS, tuple(rows))], "book.xlsx", rows)


@settings(max_examples=30)
@given(ROWS)
def test_opendocument_keeps_every_text_and_number(rows: list[tuple[Plain, ...]]) -> None:
    kept([Page("Officers", COLUMNS, tuple(rows))], "book.ods", rows)


def kept(pages: list[Page], name: str, rows: list[tuple[Plain, ...]]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        write_workbook(Path(folder) / name, pages)
        (sheet,) = read_workbook(Path(folder) / name).sheets
    heading, *found = sheet.rows
    assert heading == NAMES
    assert [padded(row) for row in found] == [padded(row) for row in rows]


def padded(row: Sequence[object]) -> list[object]:
    cells = [cell.date() if hasattr(cell, "date") else cell for cell in row]
    return cells + [None] * (len(COLUMNS) - len(cells))


@pytest.mark.parametrize("name", FORMATS)
def test_a_text_that_looks_like_a_formula_is_no_formula(tmp_path: Path, name: str) -> None:
    book = written(tmp_path, name, [("=SUM(A1)", "+1", None, None), ("@x", "-2", None, None), ("#N/A", "a", None, 1.0)])
    rows = [tuple(str(cell).removeprefix("'") for cell in row[:2]) for row in book.sheets[0].rows[1:]]
    assert rows == [("=SUM(A1)", "+1"), ("@x", "-2"), ("#N/A", "a")]


def test_the_raw_excel_file_holds_a_string_and_no_formula(tmp_path: Path) -> None:
    written(tmp_path, "book.xlsx", [("=SUM(A1)", None, None, None)])
    with ZipFile(tmp_path / "book.xlsx") as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        styles = archive.read("xl/styles.xml").decode()
    assert "<f>" not in sheet
    assert 't="inlineStr"><is><t>=SUM(A1)</t>' in sheet or "<v>=SUM" not in sheet
    assert "=SUM(A1)" in sheet
    assert 'quotePrefix="1"' in styles


def test_the_raw_opendocument_file_holds_a_string_and_no_formula(tmp_path: Path) -> None:
    written(tmp_path, "book.ods", [("=SUM(A1)", None, None, None)])
    with ZipFile(tmp_path / "book.ods") as archive:
        content = archive.read("content.xml").decode()
    assert "table:formula" not in content
    assert 'office:value-type="string"><text:p>=SUM(A1)</text:p>' in content


def test_the_raw_csv_file_has_an_apostrophe_before_a_formula(tmp_path: Path) -> None:
    written(tmp_path, "book", [("=SUM(A1)", "Nuñez", None, -1.5)])
    raw = (tmp_path / "book" / "Officers.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfofficer_id,")
    assert raw.decode("utf-8-sig").splitlines()[1] == "'=SUM(A1),Nuñez,,-1.5"


def test_excel_files_look_like_a_form(tmp_path: Path) -> None:
    written(tmp_path, "book.xlsx", [("A1", "note", date(2026, 8, 1), 12.0)])
    sheet = openpyxl.load_workbook(tmp_path / "book.xlsx")["Officers"]
    assert sheet["A1"].font.bold
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:D2"
    assert (sheet["C2"].number_format, sheet["C2"].is_date) == ("m/d/yyyy", True)
    assert sheet["A2"].number_format == "@"
    assert sheet.column_dimensions["A"].number_format == "@"


def test_opendocument_files_keep_dates_and_typed_zeros(tmp_path: Path) -> None:
    written(tmp_path, "book.ods", [("A1", "note", date(2026, 8, 1), 12.0)])
    with ZipFile(tmp_path / "book.ods") as archive:
        content = archive.read("content.xml").decode()
    for style in ("date", "text"):
        assert f'style:name="muster-{style}" style:data-style-name="muster-{style}-format"' in content
        assert f'table:default-cell-style-name="muster-{style}"' in content
    assert 'office:date-value="2026-08-01"><text:p>8/1/2026</text:p>' in content


def test_a_formula_gives_its_saved_value_and_without_one_is_named() -> None:
    sheet = read_workbook(MESSY / "office.xlsx").sheets[0]
    assert sheet.rows[4][9] == "601-555-0142"


def test_a_formula_without_a_saved_value_is_a_fault(tmp_path: Path) -> None:
    book = read_workbook(saved(tmp_path / "book.xlsx", {"A1": "officer_id", "A2": "=B2&C2"}))
    (fault,) = book.sheets[0].rows[1]
    assert isinstance(fault, Fault)
    assert (fault.shown, fault.message) == ("=B2&C2", UNSAVED)


def test_a_formula_whose_result_is_empty_is_blank() -> None:
    row = read_workbook(MESSY / "office.xlsx").sheets[0].rows[6]
    assert row == ("A2", "De La Cruz", "José", None, None, "3/4/71", "N/A", "00045")


def test_an_opendocument_formula_without_a_saved_value_is_a_fault(tmp_path: Path) -> None:
    written(tmp_path, "book.ods", [("A1", "x", None, None)])
    rewrite(
        tmp_path / "book.ods",
        "content.xml",
        b'office:value-type="string"><text:p>x</text:p>',
        b'table:formula="of:=[.A1]">',
    )
    cell = read_workbook(tmp_path / "book.ods").sheets[0].rows[1][1]
    assert isinstance(cell, Fault)
    assert cell.message == UNSAVED


@pytest.mark.parametrize(
    ("marks", "shown"),
    [
        (
            b'office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#REF!</text:p>',
            "#REF!",
        ),
        (b'office:value-type="string"><text:p>Err:508</text:p>', "Err:508"),
    ],
)
def test_an_error_of_an_opendocument_formula_is_a_fault(tmp_path: Path, marks: bytes, shown: str) -> None:
    written(tmp_path, "book.ods", [("A1", "x", None, None)])
    old = b'office:value-type="string"><text:p>x</text:p>'
    rewrite(tmp_path / "book.ods", "content.xml", old, b'table:formula="of:=[.#REF!]" ' + marks)
    cell = read_workbook(tmp_path / "book.ods").sheets[0].rows[1][1]
    assert isinstance(cell, Fault)
    assert cell.shown == shown


def rewrite(path: Path, part: str, old: bytes, new: bytes) -> None:
    with ZipFile(path) as archive:
        parts = {item.filename: archive.read(item) for item in archive.infolist()}
    assert old in parts[part]
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content.replace(old, new) if name == part else content)


def test_an_error_of_the_spreadsheet_is_a_fault(tmp_path: Path) -> None:
    cell = read_workbook(saved(tmp_path / "book.xlsx", {"A1": "#REF!"})).sheets[0].rows[0][0]
    assert isinstance(cell, Fault)
    assert "#REF!" in cell.message


def test_a_tall_merged_cell_speaks_for_all_its_rows() -> None:
    attendance = next(sheet for sheet in read_workbook(MESSY / "office.xlsx").sheets if sheet.name == "attendance")
    assert [row[0] for row in attendance.rows] == ["class id", "C-1", "C-1", 2026]


def test_hidden_sheets_are_read_and_marked() -> None:
    for name in ("office.xlsx", "office.ods"):
        assert [s.hidden for s in read_workbook(MESSY / name).sheets if s.name == "Appointments"] == [True]


def test_percentages_and_padded_numbers_are_read_as_they_are_shown() -> None:
    for name, row in (("office.xlsx", 1), ("office.ods", 1)):
        sheets = {sheet.name.strip().lower(): sheet for sheet in read_workbook(MESSY / name).sheets}
        shown = sheets["appointments"].rows[row]
        assert ("90%" in shown) or ("80%" in shown)
    assert read_workbook(MESSY / "office.xlsx").sheets[0].rows[7][7] == "00045"
    assert read_workbook(MESSY / "office.ods").sheets[0].rows[4][4] == "00042"


def test_dates_of_a_1904_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active["A1"] = date(2026, 8, 1)
    book.save(tmp_path / "mac.xlsx")
    found = read_workbook(tmp_path / "mac.xlsx")
    assert found.epoch == EPOCH_1904
    assert padded(found.sheets[0].rows[0])[0] == date(2026, 8, 1)


def test_a_cell_far_out_makes_no_million_cells(tmp_path: Path) -> None:
    path = saved(tmp_path / "book.xlsx", {"A1": "officer_id"})
    book = openpyxl.load_workbook(path)
    book.active["XFD1048576"].font = openpyxl.styles.Font(bold=True)
    book.save(path)
    assert read_workbook(path).sheets[0].rows == (("officer_id",),)


@pytest.mark.parametrize("place", ["XFD1", "A1048576"])
def test_a_value_far_out_is_refused_by_the_sheets_name(tmp_path: Path, place: str) -> None:
    with pytest.raises(FileError, match="“Officers” is larger"):
        read_workbook(saved(tmp_path / "book.xlsx", {place: "x"}))


def test_a_repeated_opendocument_cell_does_not_explode(tmp_path: Path) -> None:
    written(tmp_path, "book.ods", [("A1", None, None, None)])
    rewrite(
        tmp_path / "book.ods",
        "content.xml",
        b'office:value-type="string"><text:p>A1',
        b'table:number-columns-repeated="99999999" office:value-type="string"><text:p>A1',
    )
    with pytest.raises(FileError, match="is larger"):
        read_workbook(tmp_path / "book.ods")


def test_a_million_blank_rows_cost_nothing() -> None:
    assert len(read_workbook(MESSY / "office.ods").sheets[0].rows) == 5


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "bomb.xlsx"
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 5_000_000)
    monkeypatch.setattr(workbook, "MAX_BYTES", 1_000_000)
    with pytest.raises(FileError, match="unpacks to 5,000,000 bytes"):
        read_workbook(path)


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    path = saved(tmp_path / "book.xlsx", {"A1": "officer_id"})
    rewrite(
        path,
        "xl/worksheets/sheet1.xml",
        b"<worksheet",
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet',
    )
    with pytest.raises(FileError, match="damaged"):
        read_workbook(path)


@pytest.mark.parametrize("name", ["book.xlsx", "book.ods"])
def test_every_damaged_copy_is_refused_in_words(tmp_path: Path, name: str) -> None:
    written(tmp_path, name, [("A1", "x", None, 1.0)])
    whole = (tmp_path / name).read_bytes()
    for cut in (0, 10, len(whole) // 3, len(whole) // 2, len(whole) - 30):
        (tmp_path / name).write_bytes(whole[:cut])
        with pytest.raises(FileError):
            read_workbook(tmp_path / name)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("old.xls", b"\xd0\xcf\x11\xe0", "is not a workbook that Muster reads"),
        ("secret.xlsx", b"\xd0\xcf\x11\xe0" + bytes(600), "protected by a password"),
        ("page.ods", b"<html></html>", "damaged or not a workbook"),
        ("letter.docx", b"PK", "is not a workbook that Muster reads"),
    ],
)
def test_other_files_are_refused_in_words(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(FileError, match=said):
        read_workbook(tmp_path / name)


def test_missing_files_and_empty_folders_are_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"There is no file “none\.xlsx”"):
        read_workbook(tmp_path / "none.xlsx")
    with pytest.raises(FileError, match=r"holds no \.csv files"):
        read_workbook(tmp_path)
    with pytest.raises(FileError, match="does not write"):
        write_workbook(tmp_path / "out.docx", [])
    with pytest.raises(FileError, match="cannot be written"):
        write_workbook(tmp_path / "missing" / "out.xlsx", [Page("Officers", COLUMNS, ())])


def test_a_failed_write_leaves_the_old_workbook_and_no_scraps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = saved(tmp_path / "book.xlsx", {"A1": "x"}).read_bytes()

    def full(self: Path, content: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(FileError, match="No space left"):
        write_workbook(tmp_path / "book.xlsx", [Page("Officers", COLUMNS, ())])
    assert (tmp_path / "book.xlsx").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["book.xlsx"]


# --- csv ------------------------------------------------------------------------------------------------------


def test_the_messy_folder_semicolons_windows_1252_bom_and_utf_16() -> None:
    sheets = {sheet.name.lower(): sheet.rows for sheet in read_workbook(MESSY / "csv").sheets}
    assert sheets["officers"][2] == ("Officer ID", "Last Name", "First Name", "Date of Birth", "Notes")
    assert sheets["officers"][3][1:3] == ("Nuñez", "José")
    assert sheets["officers"][5][4] == "two; parts"
    assert sheets["credentials"][0][0] == "officer_id"
    assert sheets["weapons"][1] == ("00077", "Smith & Wesson", "M&P")


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_that_shows_the_column_names(tmp_path: Path, sign: str) -> None:
    text = sign.join(["officer_id", "last_name", "notes"]) + "\n" + sign.join(["A1", "Lee", '"a, b; c | d"']) + "\n"
    (tmp_path / "Officers.csv").write_text(text, encoding="utf-8")
    assert read_workbook(tmp_path / "Officers.csv").sheets[0].rows[1] == ("A1", "Lee", "a, b; c | d")


def test_excels_own_separator_line_is_obeyed(tmp_path: Path) -> None:
    (tmp_path / "Officers.csv").write_text("sep=;\nofficer_id;notes\nA1;a,b\n", encoding="utf-8")
    assert read_workbook(tmp_path).sheets[0].rows == ((), ("officer_id", "notes"), ("A1", "a,b"))


def test_cells_with_line_ends_stay_one_row(tmp_path: Path) -> None:
    (tmp_path / "Officers.csv").write_bytes(b'officer_id,address\r\nA1,"12 Main\r\nBlue Creek"\r\n')
    assert read_workbook(tmp_path).sheets[0].rows[1] == ("A1", "12 Main\r\nBlue Creek")


def test_a_binary_file_called_csv_is_refused(tmp_path: Path) -> None:
    (tmp_path / "Officers.csv").write_bytes(b"PK\x03\x04\x00\x00")
    with pytest.raises(FileError, match="is not a text file"):
        read_workbook(tmp_path)


def test_endless_cells_and_rows_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "Officers.csv").write_text("officer_id\n" + '"' + "x" * 200_000, encoding="utf-8")
    with pytest.raises(FileError, match="cannot be read"):
        read_workbook(tmp_path)
    monkeypatch.setattr(csvfolder, "MAX_ROWS", 3)
    (tmp_path / "Officers.csv").write_text("officer_id\n" * 5, encoding="utf-8")
    with pytest.raises(FileError, match="is larger"):
        read_workbook(tmp_path)


def test_pasted_cells_are_a_workbook_of_one_sheet() -> None:
    (sheet,) = pasted("officer_id\tlast_name\nA1\tO'Neil\n", "Officers").sheets
    assert (sheet.name, sheet.rows) == ("Officers", (("officer_id", "last_name"), ("A1", "O'Neil")))


def test_pages_without_rows_still_have_their_columns() -> None:
    page = Page("Officers", COLUMNS, ())
    assert page.widths() == (14, 9, 17, 9)
    assert all(write([page]) for write in (xlsx.write, ods.write, csvfolder.write))
