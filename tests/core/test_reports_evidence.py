"""The index of evidence names the files kept with a record, by the beginning of their checksums."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from core.findings import Roll
from core.model import Attachment, Proof
from core.reports.blocks import Cell, Line, Table
from core.reports.catalogue import make_report
from tests.golden.paper_district import paper_roll


def attachment(number: int, table: str, key: str, name: str, proof: Proof = Proof.COPY) -> Attachment:
    return Attachment(
        id=number,
        table_name=table,
        row_key=key,
        sha256=f"{number}" * 64,
        file_name=name,
        media_type="application/pdf",
        size=10,
        officer_id="A2",
        added_on=date(2027, 1, 5),
        proof=proof,
    )


def evidence(roll: Roll) -> dict[str, tuple[Cell, ...]]:
    """The rows of the index, by their first line."""
    tables = [block for block in make_report("officer", roll, officer_id="A2").blocks if isinstance(block, Table)]
    found = {}
    for row in tables[-1].rows:
        if isinstance(row, tuple):
            what = row[1]
            found[what[0].text if isinstance(what, tuple) else str(what)] = row
    return found


def roll_with(*attachments: Attachment) -> Roll:
    """A2 with files; the rows have ids as if they came from a file."""
    roll = paper_roll()
    officers = list(roll.officers)
    (place,) = (n for n, judged in enumerate(officers) if judged.officer.officer_id == "A2")
    record = officers[place].record
    credentials = tuple(replace(held, id=number) for number, held in enumerate(record.credentials, start=1))
    changed = replace(record, credentials=credentials, attachments=attachments)
    officers[place] = replace(officers[place], record=changed)
    return replace(roll, officers=tuple(officers))


def test_a_file_stands_below_its_record_with_its_checksum_and_proof() -> None:
    files = (
        attachment(1, "credentials", "1", "basic.pdf", Proof.ORIGINAL),
        attachment(2, "classes", "C1", "sign-in.pdf"),
        attachment(3, "officers", "A2", "photo id.pdf"),
    )
    rows = evidence(roll_with(*files))
    assert rows["Police Officer Basic Course"][1] == (
        Line("Police Officer Basic Course"),
        replace(Line("basic.pdf · 111111111111 · original"), voice="quiet"),
    )
    assert rows["Police Officer Basic Course"][4] == "Original"
    assert "sign-in.pdf · 222222222222 · copy" in repr(rows["Active threat"])
    assert "photo id.pdf · 333333333333 · copy" in repr(rows["Kept with the officer"])
    assert rows["SRO screening"][1] == "SRO screening"


def test_without_files_the_index_says_what_was_stated() -> None:
    rows = evidence(paper_roll())
    assert rows["Legal update"][4] == "Not recorded"
    assert "Kept with the officer" not in rows
