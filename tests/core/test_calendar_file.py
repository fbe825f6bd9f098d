"""The deadlines as a calendar file: one event a duty, stable, readable, and nobody's birth date in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from icalendar import Calendar, Component

from core import documents
from core.calendar import Exported, export_calendar, following, remembered, written_out
from core.engine import call_roll
from core.errors import FileError
from core.findings import Roll
from core.model import (
    Agreement,
    AgreementKind,
    Appointment,
    Credential,
    District,
    DistrictRecord,
    EmployerType,
    Issued,
    Officer,
    OfficerRecord,
    Qualification,
    Result,
    Role,
    Status,
    Waiver,
    Weapon,
    WeaponIssue,
)
from core.policy import default_policy

FILE = "the seal of its first entry"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
AS_OF = date(2026, 11, 23)
GLOCK, SIG = (
    Weapon(weapon_id="SERIAL-1", make="Glock", model="17"),
    Weapon(weapon_id="SERIAL-2", make="SIG", model="P320"),
)
DANA = OfficerRecord(
    officer=Officer(officer_id="A1", last_name="O'Neil, Jr.; PhD", first_name="Dana", date_of_birth=date(1980, 4, 2)),
    appointments=(
        Appointment(
            officer_id="A1", role=Role.SRO, employer_type=EmployerType.DISTRICT, hired_on=date(2026, 1, 5),
            assignment_percent=100.0,
        ),
    ),
    credentials=(Credential(officer_id="A1", credential="police-basic", completed_on=date(2020, 5, 1)),),
    issued=(
        Issued(WeaponIssue(weapon_id="SERIAL-1", officer_id="A1", issued_on=date(2026, 1, 5)), GLOCK),
        Issued(WeaponIssue(weapon_id="SERIAL-2", officer_id="A1", issued_on=date(2026, 1, 5)), SIG),
    ),
    qualifications=(
        Qualification(officer_id="A1", weapon_id="SERIAL-1", shot_on=date(2026, 10, 1), result=Result.PASS),
        Qualification(officer_id="A1", weapon_id="SERIAL-2", shot_on=date(2026, 3, 1), result=Result.PASS),
    ),
)  # fmt: skip
AGREEMENT = Agreement(agreement_id="M-1", kind=AgreementKind.MOU, party="Sheriff", ends_on=date(2028, 6, 30))


def roll(record: OfficerRecord = DANA, as_of: date = AS_OF) -> Roll:
    district = DistrictRecord(district=District(name="Blue Creek"), agreements=(AGREEMENT,))
    return call_roll(default_policy(), [record], district, as_of)


def calendar(found: Roll, now: datetime = NOW) -> bytes:
    """The first export of a file."""
    return written_out(following(found, now, FILE, {}))


def events(found: Roll) -> dict[str, Component]:
    return {str(event["summary"]): event for event in Calendar.from_ical(calendar(found)).walk("VEVENT")}


def test_each_open_or_coming_deadline_is_one_all_day_event() -> None:
    found = roll()
    wanted = [
        finding
        for finding in (*found.officers[0].findings, *found.district_findings)
        if finding.due and finding.status not in {Status.MET, Status.WAIVED}
    ]
    made = events(found)
    assert len(wanted) > 4
    assert {event["dtstart"].dt for event in made.values()} >= {finding.due for finding in wanted}
    for event in made.values():
        start = event["dtstart"].dt
        assert type(start) is date
        assert event["dtend"].dt == start + timedelta(days=1)


def test_what_lasts_is_there_and_what_is_done_for_good_is_not() -> None:
    titles = {finding.requirement.id: finding.requirement.title for finding in roll().officers[0].findings}
    made = events(roll())
    qualification = titles["weapon-qualification"]
    assert made[f"Due – Dana O'Neil, Jr.; PhD: {qualification} (Glock 17)"]["dtstart"].dt == date(2027, 4, 1)
    assert made[f"Overdue – Dana O'Neil, Jr.; PhD: {qualification} (SIG P320)"]["dtstart"].dt == date(2026, 9, 1)
    assert not [summary for summary in made if titles["basic-training"] in summary]
    assert [event["dtstart"].dt for summary, event in made.items() if "M-1" in summary] == [date(2028, 6, 30)]


def test_what_is_open_since_a_day_gone_by_is_there_too() -> None:
    days = {event["dtstart"].dt for summary, event in events(roll()).items() if summary.startswith("To clear up – ")}
    assert days == {date(2026, 6, 30)}


def test_the_text_says_why_what_to_do_and_where_it_stands() -> None:
    (event,) = [
        event for summary, event in events(roll()).items() if summary.startswith("Overdue – ") and "SIG" in summary
    ]
    because, todo, source = str(event["description"]).split("\n")
    assert because == "last passed 3/1/2026"
    assert todo.startswith("To do: ")
    assert source.startswith("Source: 7-192")


def test_a_waiver_is_shown_by_the_day_it_ends() -> None:
    waiver = Waiver(
        officer_id="A1", requirement="weapon-qualification", item="SERIAL-2", granted_by="MDE", reference="Letter 7",
        from_on=date(2026, 9, 1), until_on=date(2026, 12, 31),
    )  # fmt: skip
    made = events(roll(replace(DANA, waivers=(waiver,))))
    ((summary, event),) = [(summary, event) for summary, event in made.items() if summary.startswith("Waiver ends – ")]
    assert "SIG P320" in summary
    assert event["dtstart"].dt == date(2026, 12, 31)
    assert "Letter 7" in event["description"]


def test_nothing_private_and_nothing_twice() -> None:
    raw = calendar(roll())
    unfolded = raw.replace(b"\r\n ", b"")
    assert b"SERIAL" not in unfolded
    assert b"1980" not in unfolded
    assert b"4/2/" not in unfolded
    uids = [event["uid"] for event in Calendar.from_ical(raw).walk("VEVENT")]
    assert len(uids) == len(set(uids)) > 3


def test_an_event_keeps_its_identity_when_it_moves() -> None:
    shot = Qualification(officer_id="A1", weapon_id="SERIAL-2", shot_on=AS_OF, result=Result.PASS)
    before, after = roll(), roll(replace(DANA, qualifications=(*DANA.qualifications, shot)))
    uid = next(event["uid"] for summary, event in events(before).items() if "Overdue" in summary and "SIG" in summary)
    (moved,) = [event for event in events(after).values() if event["uid"] == uid]
    assert moved["dtstart"].dt == date(2027, 5, 23)


def test_the_bytes_are_those_of_the_standard() -> None:
    raw = calendar(roll())
    assert raw.startswith(b"BEGIN:VCALENDAR\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(map(len, raw.split(b"\r\n"))) <= 75
    for line in (b"DTSTAMP:20261123T120000Z", b"LAST-MODIFIED:20261123T120000Z", b"SEQUENCE:0", b"STATUS:CONFIRMED"):
        assert raw.count(line + b"\r\n") == raw.count(b"BEGIN:VEVENT")
    assert b"METHOD" not in raw


SHOT = Qualification(officer_id="A1", weapon_id="SERIAL-2", shot_on=AS_OF, result=Result.PASS)
QUALIFIED = replace(DANA, qualifications=(*DANA.qualifications, SHOT))
LATER = NOW + timedelta(days=7)


def changed(before: dict[str, Exported], after: dict[str, Exported]) -> dict[str, Exported]:
    return {uid: event for uid, event in after.items() if before.get(uid) != event}


def test_a_second_export_of_the_same_says_the_same() -> None:
    first = following(roll(), NOW, FILE, {})
    assert following(roll(), LATER, FILE, first) == first
    assert written_out(following(roll(), LATER, FILE, first)) == written_out(first)


def test_an_event_that_moves_counts_its_change_and_bears_its_moment() -> None:
    first = following(roll(), NOW, FILE, {})
    second = following(roll(QUALIFIED), LATER, FILE, first)
    ((uid, event),) = ((uid, event) for uid, event in changed(first, second).items() if "SIG" in event.what)
    assert (event.sequence, event.changed, event.on) == (1, LATER, date(2027, 5, 23))
    assert first[uid].on == date(2026, 9, 1)
    assert not event.cancelled


def test_what_is_done_for_good_is_taken_back_once_and_comes_back_as_another_change() -> None:
    first = following(roll(), NOW, FILE, {})
    course = Credential(officer_id="A1", credential="mde-sro-basic", completed_on=date(2026, 11, 1))
    trained = replace(DANA, credentials=(*DANA.credentials, course))
    second = following(roll(trained), LATER, FILE, first)
    gone = {uid for uid, event in second.items() if event.cancelled}
    assert gone
    assert all("SRO" in second[uid].what or "Basic" in second[uid].what for uid in gone)
    assert {second[uid].sequence for uid in gone} == {1}
    assert written_out(second).count(b"STATUS:CANCELLED") == len(gone)
    assert following(roll(trained), LATER + timedelta(days=1), FILE, second) == second
    third = following(roll(), LATER + timedelta(days=2), FILE, second)
    assert {third[uid].sequence for uid in gone} == {2}
    assert not any(event.cancelled for event in third.values())


def test_an_officer_who_left_takes_all_events_back_and_they_are_forgotten_in_time() -> None:
    first = following(roll(), NOW, FILE, {})
    left = replace(DANA, appointments=(replace(DANA.appointments[0], ended_on=date(2026, 11, 1)),))
    second = following(roll(left), LATER, FILE, first)
    assert {uid for uid, event in second.items() if not event.cancelled} == {
        uid for uid, event in first.items() if "M-1" in event.what or "Blue Creek" in event.what
    }
    assert set(following(roll(left), LATER + timedelta(days=399), FILE, second)) == set(second)
    late = following(roll(left), LATER + timedelta(days=402), FILE, second)
    assert set(late) == {uid for uid, event in second.items() if not event.cancelled}


def test_neither_a_name_nor_a_date_is_in_the_identity() -> None:
    renamed = replace(DANA, officer=replace(DANA.officer, last_name="Other"))
    assert set(following(roll(renamed), NOW, FILE, {})) == set(following(roll(), NOW, FILE, {}))
    assert not set(following(roll(), NOW, "another file", {})) & set(following(roll(), NOW, FILE, {}))


def test_the_records_file_remembers_what_was_exported(tmp_path: Path) -> None:
    path = tmp_path / "deadlines.ics"
    with documents.create(tmp_path / "a.muster", who="test", now=lambda: NOW) as store:
        with store.edit("Begin") as edit:
            edit.insert(DANA.officer)
        export_calendar(store, roll(), path, NOW)
        first = path.read_bytes()
        export_calendar(store, roll(), path, LATER.astimezone(timezone(timedelta(hours=-6))))
        assert path.read_bytes() == first
        export_calendar(store, roll(QUALIFIED), path, LATER)
        assert b"SEQUENCE:1\r\n" in path.read_bytes()
        assert max(event.sequence for event in remembered(store).values()) == 1
    with documents.open_to_read(tmp_path / "a.muster") as reader:
        export_calendar(reader, roll(), path, LATER)
        assert b"SEQUENCE:2\r\n" in path.read_bytes()
        assert max(event.sequence for event in remembered(reader).values()) == 1


def test_a_folder_that_is_not_there_is_said_in_words_and_nothing_is_remembered(tmp_path: Path) -> None:
    with documents.create(tmp_path / "a.muster", who="test", now=lambda: NOW) as store:
        with pytest.raises(FileError, match="cannot be written"):
            export_calendar(store, roll(), tmp_path / "missing" / "deadlines.ics", NOW)
        assert remembered(store) == {}
