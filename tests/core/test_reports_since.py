"""What has changed since the last meeting: kept as plain data, read again, compared."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.engine import call_roll
from core.errors import UserError
from core.findings import Roll
from core.model import Level, Role, Status
from core.policy import default_policy
from core.reports.catalogue import Holdings, make_report
from core.reports.since import Changes, Noted, Snapshot, Standing, compare, snapshot_of
from tests.districts import TODAY, district, district_record_of, records_of
from tests.golden.paper_district import paper_roll


def snapshot(*officers: Standing, as_of: date = TODAY, district_findings: tuple[Noted, ...] = ()) -> Snapshot:
    return Snapshot(as_of=as_of, policy="rules 1", fingerprint="f", officers=officers, district=district_findings)


def noted(status: Status, requirement: str = "bond", **more: object) -> Noted:
    return Noted(requirement=requirement, title=requirement.title(), status=status, level=Level.REQUIRED, **more)  # type: ignore[arg-type]


def officer(*findings: Noted, officer_id: str = "A1") -> Standing:
    return Standing(
        officer_id=officer_id, name=f"Lee, {officer_id}", role=Role.SRO, standing=Status.MET, findings=findings
    )


def kinds(changes: Changes) -> dict[str, int]:
    counted = {kind: len(getattr(changes, kind)) for kind in ("joined", "left", "cured", "new", "worse", "better")}
    return {kind: count for kind, count in counted.items() if count}


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (Status.OVERDUE, Status.MET, "cured"),
        (Status.DUE_SOON, Status.WAIVED, "cured"),
        (Status.UNDETERMINED, Status.PENDING, "cured"),
        (Status.OVERDUE, None, "cured"),
        (Status.MET, Status.DUE_SOON, "new"),
        (Status.WAIVED, Status.OVERDUE, "new"),
        (None, Status.VIOLATION, "new"),
        (Status.DUE_SOON, Status.OVERDUE, "worse"),
        (Status.UNDETERMINED, Status.VIOLATION, "worse"),
        (Status.OVERDUE, Status.DUE_SOON, "better"),
        (Status.OVERDUE, Status.OVERDUE, ""),
        (Status.MET, Status.PENDING, ""),
        (Status.MET, None, ""),
        (None, Status.MET, ""),
    ],
)
def test_a_requirement_is_said_to_have_changed(before: Status | None, after: Status | None, kind: str) -> None:
    then, now = (officer(*([noted(status)] if status else [])) for status in (before, after))
    changes = compare(snapshot(then), snapshot(now))
    assert kinds(changes) == ({kind: 1} if kind else {})
    assert bool(changes) == bool(kind)


def test_another_weapon_or_year_is_another_matter() -> None:
    then = officer(noted(Status.OVERDUE, item="SN-1"), noted(Status.OVERDUE, "in-service", period="2025-26"))
    now = officer(noted(Status.OVERDUE, item="SN-2"), noted(Status.OVERDUE, "in-service", period="2026-27"))
    changes = compare(snapshot(then), snapshot(now))
    assert kinds(changes) == {"cured": 2, "new": 2}
    assert {change.noted.item or change.noted.period for change in changes.new} == {"SN-2", "2026-27"}


def test_who_joins_or_leaves_is_not_counted_as_new_or_cured() -> None:
    trouble = noted(Status.OVERDUE)
    changes = compare(snapshot(officer(trouble)), snapshot(officer(trouble, officer_id="A2")))
    assert kinds(changes) == {"joined": 1, "left": 1}
    assert changes.joined[0].officer_id == "A2"
    assert changes.left[0].name == "Lee, A1"


def test_guidance_decides_nothing_and_is_not_compared() -> None:
    advice = replace(noted(Status.VIOLATION), level=Level.GUIDANCE)
    assert not compare(snapshot(officer()), snapshot(officer(advice)))


def test_the_district_has_duties_of_its_own() -> None:
    then = snapshot(district_findings=(noted(Status.DUE_SOON, "agreement-term", item="MOU-1"),))
    now = snapshot(district_findings=(noted(Status.OVERDUE, "agreement-term", item="MOU-1"),))
    (change,) = compare(then, now).worse
    assert (change.officer_id, change.name) == ("", "The district")


def test_other_rules_are_said_to_be_others() -> None:
    assert not compare(snapshot(), snapshot()).rules_changed
    assert compare(snapshot(), replace(snapshot(), fingerprint="g")).rules_changed


def invented_roll(seed: int, officers: int, as_of: date) -> Roll:
    invented = district(seed, officers)
    return call_roll(default_policy(), records_of(invented), district_record_of(invented), as_of)


@settings(max_examples=15)
@given(st.integers(0, 10_000), st.integers(0, 12), st.integers(0, 500))
def test_kept_as_text_it_reads_back_the_same(seed: int, officers: int, days: int) -> None:
    before = snapshot_of(invented_roll(seed, officers, TODAY - timedelta(days=days)))
    assert Snapshot.from_json(before.to_json()) == before
    assert json.loads(before.to_json())["as_of"] == before.as_of.isoformat()
    assert not compare(before, Snapshot.from_json(before.to_json()))


@settings(max_examples=15)
@given(st.integers(0, 10_000), st.integers(0, 12), st.integers(1, 500))
def test_backwards_what_was_cured_is_new(seed: int, officers: int, days: int) -> None:
    before, after = (snapshot_of(invented_roll(seed, officers, TODAY - timedelta(days=n))) for n in (days, 0))
    forth, back = compare(before, after), compare(after, before)
    assert {(c.officer_id, c.noted.key) for c in forth.cured} == {(c.officer_id, c.noted.key) for c in back.new}
    assert {(c.officer_id, c.noted.key) for c in forth.worse} == {(c.officer_id, c.noted.key) for c in back.better}
    assert [o.officer_id for o in forth.joined] == [o.officer_id for o in back.left]


def test_a_snapshot_counts_the_standings_of_its_day() -> None:
    roll = paper_roll()
    taken = snapshot_of(roll)
    assert taken.policy == f"{roll.policy.id} {roll.policy.version}"
    assert dict(taken.standings) == {
        status: sum(j.standing is status for j in roll.officers) for status in {j.standing for j in roll.officers}
    }


def test_the_board_hears_of_changes_since_a_report_of_the_same_day_but_not_of_later_ones() -> None:
    roll = paper_roll()
    days = {
        name: replace(snapshot_of(roll), as_of=roll.as_of + timedelta(days=n))
        for name, n in (("same", 0), ("later", 1))
    }
    said = {name: repr(make_report("board", roll, file=Holdings(earlier=(taken,)))) for name, taken in days.items()}
    assert "Nothing has changed since the report as of January 31, 2027." in said["same"]
    assert "Since the last report" not in said["later"]


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"snapshot": 2}', '{"snapshot": 1, "as_of": "soon"}'])
def test_what_is_no_snapshot_is_refused_in_words(text: str) -> None:
    with pytest.raises(UserError, match="cannot be read"):
        Snapshot.from_json(text)
