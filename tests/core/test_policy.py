"""A policy file is read whole or refused, by file, requirement and key."""

from __future__ import annotations

import hashlib
from datetime import date
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.engine import evaluate
from core.errors import PolicyError
from core.model import (
    Appointment,
    Attendance,
    Attended,
    EmployerType,
    Level,
    Officer,
    OfficerRecord,
    Role,
    Ruling,
    Sanctioned,
    Status,
    TrainingClass,
)
from core.policy import default_policy, read_policy, under
from core.rules import AnnualHours, CompletedBy

TEXT = (files("resources") / "policies" / "ms-school-safety.toml").read_text(encoding="utf-8")


def refused(text: str) -> str:
    with pytest.raises(PolicyError) as caught:
        read_policy(text.encode(), "test.toml")
    return str(caught.value)


def changed(old: str, new: str) -> str:
    assert old in TEXT
    return TEXT.replace(old, new, 1)


def test_the_default_policy_knows_its_version_and_fingerprint() -> None:
    policy = default_policy()
    assert (policy.id, policy.version) == ("ms-school-safety", "2026.1")
    assert policy.fingerprint == hashlib.sha256(TEXT.encode()).hexdigest()
    assert len(policy.requirements) == 27


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('kind = "completed_by"', 'kind = "eval"', ["basic-training", "unknown kind “eval”", "completed_by"]),
        ("lead_days = 180", "lead_dayz = 180", ["basic-training", "unknown key “lead_dayz”", "lead_days"]),
        ("lead_days = 180", 'lead_days = "180"', ["basic-training", "lead_days", "not a int"]),
        ("lead_days = 180", "lead_days = true", ["lead_days", "not a int"]),
        ('act = "credential"', 'act = "dance"', ["basic-training", "act", "dance", "bond"]),
        ('anchor = "start"', 'anchor = "moon"', ["basic-training", "rule", "anchor", "assignment"]),
        ('anchor = "start"\n', "", ["basic-training", "rule", "“anchor” is missing"]),
        ('roles = ["sro", "ceo"] }', 'roles = ["chief"] }', ["basic-training", "applies", "chief", "sso"]),
        ('citation = "§ 37-7-321(2)"\nwords = "Any', 'citation = ""\nwords = "Any', ["basic-training", "no citation"]),
        ('citation = "§ 37-7-321(2)"\nwords = "within', 'citation = " "\nwords = "within', ["years", "no citation"]),
        ('words = "Must be at least 24 years of age and', 'words = ""\n# ', ["sro-age", "quotes no words"]),
        ('id = "sro-age"', 'id = "sro-basic"', ["sro-basic", "twice"]),
        ('before = "sro-basic"', 'before = "oath"', ["sro-prerequisites", "oath", "sro-basic"]),
        ('fresh = "alerrt-1"', 'fresh = "is-900"', ["sro-prerequisites", "is-900"]),
        ('field = "supervisor_title"', 'field = "boss"', ["sro-supervision", "boss", "supervisor_title"]),
        ('field = "safety_assessment_on"', 'field = "boss"', ["assignment-basis", "boss", "records_begin_on"]),
        ('setting = "accept_nasro_path"', 'setting = "accept_all"', ["sro-basic", "accept_all", "accept_nasro_path"]),
        ('settings = ["accept_nasro_path"]', 'settings = ["accept_all"]', ["sro-basic", "unknown setting"]),
        ('"has_office", ', '"has_window", ', ["sro-workspace", "has_window"]),
        ('version = "2026.1"', "version = 2026", ["policy", "version"]),
        ("read_on = 2026-11-23", 'read_on = "2026-11-23"', ["policy", "read_on"]),
        ("[policy]", "[policy", ["not a TOML file"]),
        ('title = "Basic law enforcement training"\n', "", ["basic-training", "“title” is missing"]),
        ("value = 24\n", "", ["sro-age", "“value” is missing"]),
        ("[citations]", "[extra]\na = 1\n[citations]", ["unknown key “extra”"]),
    ],
)
def test_what_is_wrong_is_refused_with_its_place(old: str, new: str, said: list[str]) -> None:
    message = refused(changed(old, new))
    assert message.startswith("test.toml")
    for part in said:
        assert part in message


def test_duplicate_keys_and_foreign_bytes_are_refused() -> None:
    assert "not a TOML file" in refused(changed("lead_days = 180", "lead_days = 180\nlead_days = 90"))
    with pytest.raises(PolicyError, match=r"bytes\.toml"):
        read_policy(b"\xff\xfe\x00", "bytes.toml")


HOURS = """value = 40
citation = "7-192, SRO 3(c), CEO 3(b), SSO 3(b)"
words = "40 hours per year of MDE sanctioned in-service training"
"""


def later(value: int, since: str) -> str:
    return f'\n[[requirement.rule.hours]]\nvalue = {value}\nsince = {since}\ncitation = "An amendment"\n'


def test_a_later_value_counts_from_its_day() -> None:
    policy = read_policy(changed(HOURS, HOURS + later(48, "2027-07-01")).encode(), "test.toml")
    rule = policy.requirement("in-service").rule
    assert isinstance(rule, AnnualHours)
    assert [rule.hours.on(day) for day in (date(2027, 6, 30), date(2027, 7, 1))] == [40, 48]
    record = OfficerRecord(
        officer=Officer(officer_id="A1", last_name="Case", first_name="Officer"),
        appointments=(
            Appointment(
                officer_id="A1", role=Role.SSO, employer_type=EmployerType.AGENCY, assigned_on=date(2026, 7, 1)
            ),
        ),
        attended=tuple(
            Attended.of(
                Attendance(class_id="C", officer_id="A1"),
                TrainingClass(class_id="C", title="T", ends_on=on, hours=44, sanctioned=Sanctioned.YES),
            )
            for on in (date(2027, 6, 30), date(2027, 7, 1))
        ),
    )
    for as_of, need, status in (
        (date(2027, 6, 30), 40.0, Status.MET),
        (date(2027, 7, 1), 48.0, Status.PENDING),
    ):
        (finding,) = (f for f in evaluate(policy, record, as_of) if f.requirement.id == "in-service")
        assert (finding.need, finding.status) == (need, status)


@pytest.mark.parametrize(
    "more",
    [
        later(48, "2027-07-01") + later(50, "2027-07-01"),
        later(48, "2027-07-01") + later(50, "2026-07-01"),
        HOURS.replace("value", "\n[[requirement.rule.hours]]\nvalue", 1),
    ],
)
def test_values_out_of_order_are_refused(more: str) -> None:
    message = refused(changed(HOURS, HOURS + more))
    assert "in-service" in message
    assert "since" in message


def test_the_rules_that_count_years_are_typed() -> None:
    rule = default_policy().requirement("basic-training").rule
    assert isinstance(rule, CompletedBy)
    assert [route.credentials for route in rule.routes] == [("police-basic",), ("reserve-basic",)]
    with pytest.raises(KeyError):
        default_policy().requirement("parking")


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_in_words(raw: bytes) -> None:
    with pytest.raises(PolicyError):
        read_policy(raw, "test.toml")


@given(st.integers(0, len(TEXT)), st.integers(1, 60))
def test_a_piece_torn_out_is_a_policy_or_refused(at: int, length: int) -> None:
    try:
        read_policy((TEXT[:at] + TEXT[at + length :]).encode(), "test.toml")
    except PolicyError:
        return


# --- the district's rulings ---


def ruling(**more: object) -> Ruling:
    return Ruling(requirement="weapon-qualification", determined_by="Superintendent", **more)


def test_without_rulings_the_policy_is_the_very_same() -> None:
    assert under(default_policy(), [], date(2026, 8, 1)) is default_policy()


def test_a_ruling_changes_the_lead_time_from_its_day_on() -> None:
    ruled = ruling(lead_days=60, since=date(2026, 8, 1))
    for day, lead in ((date(2026, 7, 31), 45), (date(2026, 8, 1), 60)):
        assert under(default_policy(), [ruled], day).requirement("weapon-qualification").lead_days == lead


def test_switching_off_frees_only_those_whom_the_district_alone_bound() -> None:
    requirement = under(default_policy(), [ruling(off=True)], date(2026, 8, 1)).requirement("weapon-qualification")
    assert [source.level for source in requirement.sources] == [Level.REQUIRED]
    assert {role for condition in requirement.applies for role in condition.roles} == {Role.SRO}


def test_what_the_law_requires_cannot_be_switched_off() -> None:
    off = Ruling(requirement="in-service", off=True, determined_by="Nobody")
    assert under(default_policy(), [off], date(2026, 8, 1)).requirement("in-service").sources == (
        default_policy().requirement("in-service").sources
    )
