"""What is public is read back from the paper and searched for all that is private: nothing of it may be there."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from core.dates import add_months, short, written
from core.engine import call_roll
from core.findings import Roll
from core.model import Appointment, Officer, OfficerRecord
from core.policy import default_policy
from core.reports.catalogue import REPORTS, Holdings, make_report
from core.reports.pdf import render
from core.reports.since import snapshot_of
from core.reports.wording import Edition
from core.twins import twin
from tests.districts import TODAY, assemble, district, district_record_of

PUBLIC = [name for name, report in REPORTS.items() if Edition.PUBLIC in report.editions]
ACCENTED = [chr(code) for code in range(0xC0, 0x180) if chr(code).isalpha()]


def private_name(number: int) -> str:
    """Hyphenated, long enough to be broken over a line, with every accent of Latin among the fifty of them."""
    letters = "".join(ACCENTED[(number * 4 + place) % len(ACCENTED)] for place in range(4))
    return f"{letters}quist-{letters[::-1]}wyck"


def private_records() -> list[OfficerRecord]:
    invented = district(3, 50)
    rows = list(invented.all_rows())
    for place, row in enumerate(rows):
        if isinstance(row, Officer):
            number = int(row.officer_id[1:])
            rows[place] = replace(
                row,
                last_name=private_name(number),
                first_name=f"Zedekiah{number}",
                middle_name="Quintus",
                date_of_birth=date(1971, 3, 5 + number % 20),
                phone=f"(601) 555-{7000 + number}",
                email=f"private{number}@example.net",
                address=f"{9000 + number} Wisteria-Hollow Lane",
                mcid=f"MC-{88000 + number}",
                employee_number=f"EMP{77000 + number}",
                notes="Prefers the night shift",
            )
        if isinstance(row, Appointment):
            rows[place] = replace(row, supervisor="Ermintrude Overseer", school=f"Secret-School {row.officer_id}")
    return assemble(invented.district, rows)


RECORDS = private_records()


def roll_on(day: date) -> Roll:
    return call_roll(default_policy(), RECORDS, district_record_of(district(3, 50)), day)


def secrets() -> Iterator[str]:
    for record in RECORDS:
        officer = record.officer
        yield from (officer.last_name, *officer.last_name.split("-"), officer.first_name, officer.middle_name)
        yield from (officer.officer_id, officer.phone, officer.email, officer.address, officer.notes)
        yield from (officer.mcid, officer.employee_number)
        assert officer.date_of_birth
        yield from (short(officer.date_of_birth), written(officer.date_of_birth), officer.date_of_birth.isoformat())
        yield from (issued.weapon.weapon_id for issued in record.issued)
        yield from (a.supervisor for a in record.appointments)
        yield from (a.school for a in record.appointments)


def squeezed(text: str) -> str:
    """As words run on over the ends of lines: without spaces and hyphens, accents joined to their letters."""
    joined = unicodedata.normalize("NFC", text).casefold()
    return "".join(c for c in joined if not c.isspace() and c not in "-\N{SOFT HYPHEN}\N{HYPHEN}")


def read_back(pdf: bytes) -> str:
    reader = PdfReader(BytesIO(pdf))
    pages = "\n".join(page.extract_text() for page in reader.pages)
    outline = "\n".join(str(entry.get("/Title", "")) for entry in reader.outline if isinstance(entry, dict))
    return "\n".join((pages, outline, *map(str, (reader.metadata or {}).values())))


HOLDINGS = Holdings(
    records=tuple(RECORDS), earlier=tuple(snapshot_of(roll_on(add_months(TODAY, -months))) for months in (7, 3))
)


def text_of(name: str, edition: Edition) -> str:
    document = make_report(name, roll_on(TODAY), edition=edition, meeting=TODAY, file=HOLDINGS)
    return squeezed(read_back(render(document)))


def test_more_than_one_report_is_public() -> None:
    assert {"board", "annual"} <= set(PUBLIC)


@pytest.mark.parametrize("name", PUBLIC)
def test_nothing_private_is_on_a_public_page(name: str) -> None:
    text = text_of(name, Edition.PUBLIC)
    assert [secret for secret in set(secrets()) if secret and squeezed(secret) in text] == []
    assert squeezed("Since the last report") in text or name != "board"


@pytest.mark.parametrize("name", PUBLIC)
def test_nothing_private_is_in_a_public_spreadsheet(name: str) -> None:
    from openpyxl import load_workbook

    book = load_workbook(BytesIO(twin(make_report(name, roll_on(TODAY), edition="public", file=HOLDINGS))))
    text = squeezed("\n".join(str(c.value) for sheet in book for row in sheet.iter_rows() for c in row))
    assert [secret for secret in set(secrets()) if secret and squeezed(secret) in text] == []


def test_the_search_would_find_a_name_that_is_there() -> None:
    """Every officer's name is in the roster: with all accents, broken or not."""
    text = text_of("roster", Edition.EXECUTIVE)
    missing = [record.officer.last_name for record in RECORDS if squeezed(record.officer.last_name) not in text]
    judged = {j.officer.officer_id for j in roll_on(TODAY).officers}
    assert [
        r.officer.officer_id for r in RECORDS if r.officer.last_name in missing and r.officer.officer_id in judged
    ] == []
