"""Districts of any size from a seed, for properties and benchmarks: mostly in order, some of everything late.

The same seed gives the same district. Every person in it is invented.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from typing import Any, TypeVar

from core.dates import add_months, add_years
from core.model import (
    SHEETS,
    Agreement,
    AgreementKind,
    Appointment,
    Attendance,
    Attended,
    AuthorityType,
    Bond,
    Commission,
    Credential,
    Designation,
    District,
    DistrictRecord,
    EmployerType,
    Issued,
    Officer,
    OfficerRecord,
    Proof,
    Qualification,
    Result,
    Role,
    Row,
    Sanctioned,
    Service,
    SupervisorTitle,
    TrainingClass,
    Waiver,
    Weapon,
    WeaponIssue,
)

T = TypeVar("T")
TODAY = date(2026, 11, 23)
_LAST = ("Abbott", "De La Cruz", "Freeman", "Haddad", "Łukasik", "Nguyễn", "Nuñez", "O'Neil", "Okafor", "Yellowhorse")
_FIRST = ("Aaron", "Bettye", "Chinedu", "Dolores", "Évelyne", "Fatima", "Grady", "Hương", "Isaiah", "Jo")
_SCHOOLS = ("Alder High School", "Birch Middle School", "Cypress Elementary School", "Dogwood Career Center")
_TITLES = ("Legal update", "Active threat", "Crisis intervention", "First aid", "Threat assessment", "Radio procedure")
_CLASS_SIZE = 25
_FIXED = 11
"""About so many records has an officer besides classes and range days."""


@dataclass(frozen=True, slots=True)
class InventedDistrict:
    """``rows`` by class, in the order in which they may be stored."""

    district: District
    rows: dict[type[Any], list[Any]]

    def __len__(self) -> int:
        return sum(map(len, self.rows.values()))

    def all_rows(self) -> Iterator[Row]:
        return chain.from_iterable(self.rows.values())


def district(seed: int, officers: int, records: int = 0, today: date = TODAY) -> InventedDistrict:
    """``officers`` people with about ``records`` records in all (none named: fifty for each)."""
    chance = random.Random(seed)
    each = max((records or 50 * officers) // max(officers, 1) - _FIXED, 2)
    rows: dict[type[Any], list[Any]] = defaultdict(list)
    for row in chain(_agreements(today), _classes(chance, officers, each, today)):
        rows[type(row)].append(row)
    classes = rows[TrainingClass]
    for number in range(officers):
        for row in _officer(chance, number, each, classes, today):
            rows[type(row)].append(row)
    return InventedDistrict(_settings(today), _in_order(rows))


def records_of(invented: InventedDistrict) -> list[OfficerRecord]:
    """The records as the file would give them, without a file."""
    return assemble(invented.district, invented.all_rows())


def district_record_of(invented: InventedDistrict) -> DistrictRecord:
    return DistrictRecord(district=invented.district, agreements=tuple(invented.rows[Agreement]))


def assemble(settings: District, rows: Iterable[Row]) -> list[OfficerRecord]:
    """Each officer's record, from rows in any order."""
    of: dict[type[Any], dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        match row:
            case TrainingClass():
                of[TrainingClass][row.class_id].append(row)
            case Weapon():
                of[Weapon][row.weapon_id].append(row)
            case Agreement():
                pass
            case _:
                of[type(row)][row.officer_id].append(row)
    return [_record(settings, officer, of) for (officer,) in of[Officer].values()]


def _record(settings: District, officer: Officer, of: dict[type[Any], dict[str, list[Any]]]) -> OfficerRecord:
    def rows(row_class: type[Any]) -> tuple[Any, ...]:
        return tuple(of[row_class].get(officer.officer_id, ()))

    return OfficerRecord(
        officer=officer,
        district=settings,
        appointments=rows(Appointment),
        commissions=rows(Commission),
        designations=rows(Designation),
        bonds=rows(Bond),
        service=rows(Service),
        credentials=rows(Credential),
        attended=tuple(Attended.of(row, of[TrainingClass][row.class_id][0]) for row in rows(Attendance)),
        issued=tuple(Issued(row, of[Weapon][row.weapon_id][0]) for row in rows(WeaponIssue)),
        qualifications=rows(Qualification),
        waivers=rows(Waiver),
    )


def _settings(today: date) -> District:
    return District(
        name="Invented School District",
        county="Invented",
        superintendent="Dr. Sam Example",
        records_begin_on=add_years(today, -2),
        safety_assessment_on=add_months(today, -7),
        practice=True,
    )


def _agreements(today: date) -> Iterator[Agreement]:
    yield Agreement(
        agreement_id="A-1", kind=AgreementKind.INTERLOCAL, party="Invented sheriff", ends_on=add_months(today, 9)
    )
    yield Agreement(agreement_id="A-2", kind=AgreementKind.MOU, party="Invented police", ends_on=add_months(today, 1))
    yield Agreement(agreement_id="A-3", kind=AgreementKind.RADIO_STATION, ends_on=add_years(today, 3))


def _classes(chance: random.Random, officers: int, each: int, today: date) -> Iterator[TrainingClass]:
    """In order of time, over a little more than four years."""
    count = max(officers * each // 2 // _CLASS_SIZE, 2 * each)
    for number in range(count):
        ends = today - timedelta(days=1500 * (count - number) // count)
        yield TrainingClass(
            class_id=f"C{number:05}",
            title=chance.choice(_TITLES),
            starts_on=ends,
            ends_on=ends,
            hours=float(chance.choice((8, 8, 16, 16, 24))),
            sanctioned=Sanctioned.YES if chance.random() < 0.95 else Sanctioned.UNKNOWN,
        )


def _officer(chance: random.Random, number: int, each: int, classes: list[TrainingClass], today: date) -> Iterator[Row]:
    officer_id = f"X{number:05}"
    role, employer = _post(chance)
    start = today - timedelta(days=chance.randrange(20, 4000))
    yield _person(chance, number, officer_id, start)
    yield _appointment(chance, officer_id, role, employer, start)
    yield from _authority(chance, officer_id, role, employer, start, today)
    yield from _credentials(chance, officer_id, role, start, today)
    range_days = 0 if role is Role.SSO else each // 2
    yield from _attendance(chance, officer_id, each - range_days, classes)
    if range_days:
        yield from _armed(chance, officer_id, f"W{number:05}", max(start, add_years(today, -5)), range_days, today)
    if chance.random() < 0.02:
        yield _waiver(officer_id, today)


def _post(chance: random.Random) -> tuple[Role, EmployerType]:
    (role,) = chance.choices((Role.SRO, Role.CEO, Role.SSO, Role.OTHER), (55, 15, 25, 5))
    outside = EmployerType.CONTRACTOR if role is Role.SSO else EmployerType.AGENCY
    return role, EmployerType.DISTRICT if chance.random() < 0.5 else outside


def _person(chance: random.Random, number: int, officer_id: str, start: date) -> Officer:
    return Officer(
        officer_id=officer_id,
        last_name=f"{chance.choice(_LAST)}-{chance.choice(_LAST)}",
        first_name=chance.choice(_FIRST),
        date_of_birth=_unless(chance, 0.01, start - timedelta(days=chance.randrange(24 * 366, 50 * 365))),
        email=f"{officer_id.lower()}@example.org",
        phone=f"(662) 555-01{number % 100:02}",
    )


def _appointment(
    chance: random.Random, officer_id: str, role: Role, employer: EmployerType, start: date
) -> Appointment:
    (title,) = chance.choices((SupervisorTitle.DESIGNEE, SupervisorTitle.PRINCIPAL, None), (96, 3, 1))
    return Appointment(
        officer_id=officer_id,
        role=role,
        employer_type=employer,
        employer="Invented employer",
        hired_on=start,
        appointed_on=start,
        assigned_on=start + timedelta(days=chance.randrange(10)),
        assignment_percent=_unless(chance, 0.01, 100.0),
        school=chance.choice(_SCHOOLS),
        supervisor="Jo Example",
        supervisor_title=title,
        has_office=chance.random() < 0.95,
        has_computer=True,
        has_phone=True,
    )


def _authority(
    chance: random.Random, officer_id: str, role: Role, employer: EmployerType, start: date, today: date
) -> Iterator[Row]:
    if role is Role.SSO:
        return
    by_district = employer is EmployerType.DISTRICT
    if role is not Role.OTHER:
        authority = AuthorityType.DISTRICT if by_district else AuthorityType.AGENCY
        yield Commission(officer_id=officer_id, authority_type=authority, authority="Invented", commissioned_on=start)
    yield Service(
        officer_id=officer_id,
        agency="Invented police",
        from_on=start - timedelta(days=chance.randrange(1090, 4000)),
        to_on=start,
        full_time=True,
        commissioned=True,
    )
    if by_district and chance.random() < 0.6:
        bonded = max(start, today - timedelta(days=chance.randrange(1500)))
        yield Designation(officer_id=officer_id, designated_on=start, oath_on=start)
        yield Bond(officer_id=officer_id, amount=50000.0, effective_on=bonded, expires_on=add_years(bonded, 4))


def _credentials(chance: random.Random, officer_id: str, role: Role, start: date, today: date) -> Iterator[Row]:
    def earned(credential: str, on: date, odds: float = 0.97) -> Iterator[Credential]:
        if on <= today and chance.random() < odds:
            yield Credential(officer_id=officer_id, credential=credential, completed_on=on, proof=Proof.COPY)

    after = start + timedelta(days=chance.randrange(30, 700))
    if role is Role.SSO:
        yield from earned("mde-sso-basic", after)
    else:
        yield from earned("reserve-basic" if role is Role.CEO else "police-basic", start - timedelta(days=900))
    if role is Role.SRO:
        yield from earned("sro-screening", start - timedelta(days=20))
        for code in ("is-100", "is-200", "is-700", "is-800", "alerrt-1", "mde-sro-basic"):
            yield from earned(code, after, 0.99)
    yield from earned("mde-certificate", after + timedelta(days=20), 0.9)


def _attendance(
    chance: random.Random, officer_id: str, count: int, classes: list[TrainingClass]
) -> Iterator[Attendance]:
    """Evenly over the years: one class out of each of ``count`` stretches of time."""
    for stretch in range(count):
        first, end = stretch * len(classes) // count, (stretch + 1) * len(classes) // count
        sat = classes[chance.randrange(first, end)]
        yield Attendance(class_id=sat.class_id, officer_id=officer_id, proof=Proof.COPY)


def _armed(
    chance: random.Random, officer_id: str, weapon_id: str, issued: date, count: int, today: date
) -> Iterator[Row]:
    """Range days evenly over the time since the weapon was issued, the last one mostly recent enough."""
    yield Weapon(weapon_id=weapon_id, kind="pistol", make="Invented", model="9", caliber="9 mm", owner="Invented")
    yield WeaponIssue(weapon_id=weapon_id, officer_id=officer_id, issued_on=issued)
    last = max(issued, today - timedelta(days=chance.randrange(190)))
    for attempt in range(count):
        yield Qualification(
            officer_id=officer_id,
            weapon_id=weapon_id,
            shot_on=issued + (last - issued) * attempt // max(count - 1, 1),
            result=Result.PASS if chance.random() < 0.99 else Result.FAIL,
            score=float(chance.randrange(75, 101)),
            maximum=100.0,
            attempt=attempt + 1,
        )


def _waiver(officer_id: str, today: date) -> Waiver:
    return Waiver(
        officer_id=officer_id,
        requirement="in-service",
        granted_by="Invented authority",
        reference="Invented letter",
        from_on=add_months(today, -3),
        until_on=add_months(today, 3),
    )


def _unless(chance: random.Random, odds: float, value: T) -> T | None:
    return None if chance.random() < odds else value


def _in_order(rows: dict[type[Any], list[Any]]) -> dict[type[Any], list[Any]]:
    return {table.row: rows[table.row] for table in SHEETS}
