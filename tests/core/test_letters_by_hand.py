"""The letters that are chosen by hand: whom they are offered for, what they ask, and what they refuse to say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from enum import Enum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.dates import written
from core.errors import UserError
from core.findings import Judged, Roll
from core.model import Appointment, Bond, Credential, Designation, EmployerType, Proof, Role, Status
from core.reports.blocks import Address
from core.reports.letters import KINDS, Entry, Letter, LetterKind, candidates, due_letters, make_letters
from core.reports.letters.drafting import postal_lines
from core.reports.letters.to_officers import not_in_good_standing
from core.reports.letters.to_offices import answer_due
from tests.core.test_letters_choice import LATE, MET, POWERS, SOON, UNKNOWN, WRONG, finding, judged, roll
from tests.golden.paper_district import paper_roll

RANGE = {"range_day": "2/20/2027", "place": "Example County Range"}


def all_words(letter: Letter) -> str:
    """Everything the letter says, in order, a line for each piece of text."""
    return "\n".join(_pieces(letter.document.blocks))


def _pieces(value: object) -> Iterable[str]:
    if isinstance(value, str) and not isinstance(value, Enum):
        yield value
    fields = getattr(value, "__dataclass_fields__", {})
    parts = value if isinstance(value, tuple) else [getattr(value, name) for name in fields]
    for part in parts:
        yield from _pieces(part)


def address(letter: Letter) -> Address:
    return next(block for block in letter.document.blocks if isinstance(block, Address))


def with_record(entry: Judged, **rows: object) -> Judged:
    return replace(entry, record=replace(entry.record, **rows))


# ---------------------------------------------------------------- what is typed


@pytest.mark.parametrize("kind", LetterKind)
def test_what_is_asked_is_declared_and_an_example_of_it_makes_the_letter(kind: LetterKind) -> None:
    asks = KINDS[kind].asks
    assert len({ask.name for ask in asks}) == len(asks)
    assert all(ask.label and ask.example and ask.entry in set(Entry) for ask in asks)
    assert make_letters(paper_roll(), kind, given={ask.name: ask.example for ask in asks})


@pytest.mark.parametrize("kind", [kind for kind, described in KINDS.items() if any(a.required for a in described.asks)])
def test_what_is_required_is_asked_for_by_its_label(kind: LetterKind) -> None:
    lacking = [ask for ask in KINDS[kind].asks if ask.required and not ask.suggested]
    if not lacking:
        assert make_letters(paper_roll(), kind)
    for missing in lacking:
        typed = {ask.name: ask.example for ask in KINDS[kind].asks if ask is not missing}
        with pytest.raises(UserError, match=f"“{missing.label}” is missing"):
            make_letters(paper_roll(), kind, given=typed)


def test_what_is_not_asked_and_what_is_no_date_are_refused() -> None:
    with pytest.raises(UserError, match=r"has no “room”.* asks for range_day, place, at_time and bring"):
        make_letters(paper_roll(), "range", given={**RANGE, "room": "1"})
    with pytest.raises(UserError, match="“Range day”: "):
        make_letters(paper_roll(), "range", given={**RANGE, "range_day": "soon"})
    with pytest.raises(UserError, match="Nothing is to be typed"):
        make_letters(paper_roll(), "filing", given={"x": "1"})


def test_text_keeps_its_paragraphs() -> None:
    (letter,) = make_letters(paper_roll(), "question", given={"question": "First?\n\nSecond?\n"})
    assert "First?\nSecond?" in all_words(letter)


def test_nothing_typed_is_taken_for_a_field() -> None:
    (letter,) = make_letters(paper_roll(), "question", given={"question": "$district ${as_of} [facts] <b>&"})
    assert "$district ${as_of} [facts] <b>&" in all_words(letter)


# ---------------------------------------------------------------- range day


@pytest.mark.parametrize(
    ("status", "due", "called"),
    [
        (Status.OVERDUE, date(2027, 1, 1), True),
        (Status.DUE_SOON, date(2027, 2, 1), True),
        (Status.PENDING, date(2027, 9, 1), True),
        (Status.MET, date(2027, 2, 20), True),
        (Status.MET, date(2027, 2, 21), False),
        (Status.WAIVED, None, False),
        (Status.UNDETERMINED, None, False),
    ],
)
def test_called_to_the_range_is_whose_qualification_falls_due_by_then(status: Status, due: date, called: bool) -> None:
    entry = judged(replace(finding("weapon-qualification", status), due=due))
    assert bool(make_letters(roll(entry), "range", given=RANGE)) is called


def test_a_date_before_the_range_day_is_pointed_out() -> None:
    early = replace(SOON, due=date(2027, 2, 19))
    late = replace(SOON, due=date(2027, 2, 20))
    (letter,) = make_letters(roll(judged(early)), "range", given=RANGE)
    assert "Before the range day falls due: Weapon qualification (2/19/2027)." in all_words(letter)
    (letter,) = make_letters(roll(judged(late)), "range", given=RANGE)
    assert "Before the range day" not in all_words(letter)
    assert "on February 20, 2027, at Example County Range." in all_words(letter)


# ---------------------------------------------------------------- agencies


def test_each_agency_reads_of_its_own_officers_only() -> None:
    letters = make_letters(paper_roll(), "status", given={"recipient": "Chief Lee"})
    assert [address(letter).lines for letter in letters] == [
        ("Example Guards, LLC", "Attention: Chief Lee"),
        ("Sampleton Police Department", "Attention: Chief Lee"),
    ]
    guards, police = map(all_words, letters)
    assert "O'Neil" in guards
    assert "O'Neil" not in police
    assert "Dana M. Lee" not in guards + police


def test_an_agency_reads_the_words_of_the_statute() -> None:
    entry = judged(POWERS, employer_type=EmployerType.AGENCY)
    (letter,) = make_letters(roll(entry), "status")
    assert POWERS.consequence
    assert f"“{POWERS.consequence}” (§ 37-7-321(2))" in all_words(letter)
    (letter,) = make_letters(roll(judged(LATE, employer_type=EmployerType.AGENCY)), "status")
    assert "the statute says" not in all_words(letter)


# ---------------------------------------------------------------- the state department


@pytest.mark.parametrize("proof", [None, *Proof])
def test_only_certificates_that_the_district_holds_are_sent(proof: Proof | None) -> None:
    entry = judged(MET, proof=proof)
    sent = make_letters(roll(entry), "transmittal")
    assert bool(sent) is (proof in {Proof.COPY, Proof.ORIGINAL})


def test_who_has_the_certificate_is_not_in_the_transmittal() -> None:
    entry = judged(MET)
    held = Credential(officer_id="A1", credential="mde-certificate", issued_on=date(2027, 1, 31))
    later = replace(held, issued_on=date(2027, 2, 1))
    assert make_letters(roll(with_record(entry, credentials=(*entry.record.credentials, held))), "transmittal") == ()
    assert make_letters(roll(with_record(entry, credentials=(*entry.record.credentials, later))), "transmittal")


def test_a_screening_is_not_sent_out() -> None:
    entry = judged(MET, finding("sro-screening", Status.MET))
    screening = Credential(officer_id="A1", credential="sro-screening", issued_on=date(2020, 1, 1), proof=Proof.COPY)
    (letter,) = make_letters(
        roll(with_record(entry, credentials=(*entry.record.credentials, screening))), "transmittal"
    )
    assert "one certificate in all" in all_words(letter)
    assert "screening" not in all_words(letter)


def test_what_is_not_enclosed_is_said() -> None:
    """Of two courses the district holds one."""
    entry = judged(MET, LATE)
    stated = Credential(officer_id="A1", credential="mde-sro-basic", completed_on=date(2026, 6, 1), proof=Proof.STATED)
    (letter,) = make_letters(roll(with_record(entry, credentials=(*entry.record.credentials, stated))), "transmittal")
    text = all_words(letter)
    held, lacking = text.split("does not hold proof")
    assert "Police Officer Basic Course" in held
    assert "MDE School Resource Officer Basic Course" in lacking


def test_no_address_of_the_department_is_invented() -> None:
    (letter,) = make_letters(paper_roll(), "question", given={"question": "Which?"})
    assert address(letter).lines == ("Mississippi Department of Education",)
    assert address(letter).unknown == 2


def test_a_question_about_an_officer_gives_the_facts() -> None:
    (general,) = make_letters(paper_roll(), "question", given={"question": "Which?"})
    (about,) = make_letters(paper_roll(), "question", ["A1"], {"question": "Which?"})
    assert general.officer_ids == ()
    assert about.officer_ids == ("A1",)
    assert "Dana" not in all_words(general)
    assert "Dana M. Lee Jr." in all_words(about)
    assert "50 %" in all_words(about)


# ---------------------------------------------------------------- bond and oath

DESIGNATED = Designation(officer_id="A1", designated_on=date(2026, 3, 2), oath_on=date(2026, 3, 3))
BOND = Bond(officer_id="A1", surety="Example Surety", number="B-7", amount=50_000, effective_on=date(2026, 3, 2))


def bonded(bond: Bond = BOND, designation: Designation = DESIGNATED) -> Roll:
    return roll(with_record(judged(MET), designations=(designation,), bonds=(bond,)))


@pytest.mark.parametrize(
    ("bond", "offered"),
    [
        (BOND, True),
        (replace(BOND, approved_on=date(2026, 3, 9)), False),
        (replace(BOND, effective_on=date(2027, 2, 1)), False),
        (replace(BOND, expires_on=date(2027, 1, 31)), True),
        (replace(BOND, expires_on=date(2027, 1, 30)), False),
    ],
)
def test_a_bond_in_effect_waits_for_its_approval(bond: Bond, offered: bool) -> None:
    assert bool(make_letters(bonded(bond), "bond")) is offered
    assert bool(candidates(bonded(bond), "bond")) is offered


def test_the_bond_goes_to_the_supervisors_of_the_county() -> None:
    (letter,) = make_letters(bonded(), "bond", given={"meeting": "3/1/2027"})
    text = all_words(letter)
    assert address(letter).lines[0] == "Board of Supervisors"
    assert "payable to the State (§ 25-1-17)" in text
    assert "at your meeting of March 1, 2027" in text
    assert "$50,000" in text


@pytest.mark.parametrize(
    ("oath_on", "oath_filed_on", "approved_on", "filed_on", "papers"),
    [
        (DESIGNATED.oath_on, None, None, None, ["Oath of office"]),
        (DESIGNATED.oath_on, date(2026, 3, 4), None, None, []),
        (None, None, None, None, []),
        (None, None, date(2026, 3, 9), None, ["Bond"]),
        (DESIGNATED.oath_on, None, date(2026, 3, 9), None, ["Oath of office", "Bond"]),
        (DESIGNATED.oath_on, None, date(2026, 3, 9), date(2026, 3, 10), ["Oath of office"]),
    ],
)
def test_the_chancery_clerk_gets_what_is_not_filed(
    oath_on: date | None, oath_filed_on: date | None, approved_on: date | None, filed_on: date | None, papers: list[str]
) -> None:
    designation = replace(DESIGNATED, oath_on=oath_on, oath_filed_on=oath_filed_on)
    letters = make_letters(bonded(replace(BOND, approved_on=approved_on, filed_on=filed_on), designation), "filing")
    assert bool(letters) is bool(papers)
    for letter in letters:
        text = all_words(letter)
        assert [name for name in ("Oath of office", "Bond") if f"\n{name}\n" in text] == papers
        assert ("art. 14, § 268; filed under § 25-1-11" in text) is ("Oath of office" in papers)
        assert ("recorded under § 25-1-19" in text) is ("Bond" in papers)


@pytest.mark.parametrize("kind", ["bond", "filing"])
def test_who_is_not_designated_has_neither(kind: str) -> None:
    plain = roll(judged(MET))
    assert make_letters(plain, kind) == ()
    with pytest.raises(UserError, match="No designation as a peace officer is recorded for Dana Lee"):
        make_letters(plain, kind, ["A1"])


# ---------------------------------------------------------------- the cover sheet


def test_what_is_blank_on_the_cover_sheet_is_a_line_to_write_on() -> None:
    (sheet,) = make_letters(paper_roll(), "agenda")
    text = all_words(sheet)
    assert "That the board receive the report." in text
    assert "Fiscal impact\n____" in text
    assert not any(isinstance(block, Address) for block in sheet.document.blocks)


# ---------------------------------------------------------------- notice of deficiency


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_an_answer_is_due_on_the_45th_calendar_day(notice: date) -> None:
    assert (answer_due(notice) - notice).days == 45


@pytest.mark.parametrize(("dated", "past"), [(date(2027, 3, 17), False), (date(2027, 3, 18), True)])
def test_the_answer_says_when_the_days_have_passed(dated: date, past: bool) -> None:
    typed = {"notice": "1/31/2027", "answer": "Done."}
    (letter,) = make_letters(paper_roll(), "deficiency", given=typed, dated=dated)
    text = all_words(letter)
    assert "end on March 17, 2027" in text
    assert ("That day has passed" in text) is past


def test_the_answer_names_only_the_officers_chosen() -> None:
    typed = {"notice": "1/31/2027", "answer": "Done.", "to": "Example Bureau\n1 Example Street\nJackson, MS 39201"}
    (none,) = make_letters(paper_roll(), "deficiency", given=typed)
    (one,) = make_letters(paper_roll(), "deficiency", ["A1"], typed)
    assert "Lee" not in all_words(none)
    assert "Dana M. Lee Jr." in all_words(one)
    assert address(one) == Address("January 31, 2027", ("Example Bureau", "1 Example Street", "Jackson, MS 39201"))


# ---------------------------------------------------------------- good standing


@pytest.mark.parametrize("status", Status)
def test_good_standing_is_never_said_of_what_is_late_forbidden_or_unknown(status: Status) -> None:
    entry = judged(MET, finding("sro-basic", status))
    refused = status in {Status.VIOLATION, Status.OVERDUE, Status.UNDETERMINED}
    assert bool(not_in_good_standing(entry)) is refused
    assert bool(candidates(roll(entry), "standing")) is not refused
    if refused:
        assert make_letters(roll(entry), "standing") == ()
        with pytest.raises(UserError, match=r"No statement of good standing.*Dana Lee: MDE School Resource Officer"):
            make_letters(roll(entry), "standing", ["A1"])


@pytest.mark.parametrize("status", [Status.PENDING, Status.DUE_SOON])
def test_what_is_not_met_yet_is_listed_and_not_certified(status: Status) -> None:
    (letter,) = make_letters(roll(judged(MET, finding("sro-basic", status))), "standing")
    certified, ahead = all_words(letter).split("is not certified as done")
    assert "Police Officer Basic Course" in certified
    assert "School Resource Officer Basic Course" not in certified
    assert "School Resource Officer Basic Course" in ahead


def test_a_statement_tells_nobody_the_birth_date() -> None:
    entry = judged(MET, replace(finding("sro-age", Status.MET), because="24 on 5/6/2017, assigned 7/23/2024"))
    (letter,) = make_letters(roll(entry), "standing")
    assert "At least 24 years of age" in all_words(letter)
    assert "2017" not in all_words(letter)


def test_the_powers_that_were_lost_are_no_good_standing() -> None:
    with pytest.raises(UserError, match="Basic law enforcement training"):
        make_letters(roll(judged(POWERS)), "standing", ["A1"])


def test_guidance_takes_nobody_his_good_standing() -> None:
    from core.model import Level

    entry = judged(MET, finding("weapon-count", Status.OVERDUE, Level.GUIDANCE))
    (letter,) = make_letters(roll(entry), "standing", ["A1"])
    assert "weapon-count" not in all_words(letter)


def test_a_waiver_is_stated_as_one() -> None:
    (letter,) = make_letters(paper_roll(), "standing", ["A5"])
    certified, waived = all_words(letter).split("is not certified as met")
    assert "In-service training · 2025-26" not in certified
    assert "Department of Examples, Letter 12" in waived


# ---------------------------------------------------------------- leaving


def test_training_is_confirmed_for_who_has_left_and_who_is_leaving() -> None:
    assert [c.officer_ids for c in candidates(paper_roll(), "leaving")] == [("A6",)]
    entry = judged(MET)
    going = Appointment(
        officer_id="A1", role=Role.SRO, employer_type=EmployerType.DISTRICT, hired_on=date(2020, 1, 6),
        ended_on=date(2027, 6, 30),
    )  # fmt: skip
    (letter,) = make_letters(roll(with_record(entry, appointments=(going,))), "leaving")
    assert "from January 6, 2020 to June 30, 2027" in all_words(letter)
    assert letter.why == "Dana Lee leaves on 6/30/2027."


def test_nobody_who_stays_is_written_off() -> None:
    with pytest.raises(UserError, match="Dana Lee has not left"):
        make_letters(roll(judged(MET)), "leaving", ["A1"])


def test_a_confirmation_says_no_serial_number_and_nothing_later() -> None:
    (letter,) = make_letters(paper_roll(), "leaving")
    text = all_words(letter)
    assert "Glock 19 pistol" in text
    assert "SN-4713" not in text
    (earlier,) = make_letters(paper_roll(date(2026, 12, 19)), "leaving")
    assert "as of " + written(date(2026, 12, 19)) in all_words(earlier).replace("As of", "as of")
    assert make_letters(paper_roll(date(2026, 12, 18)), "leaving")[0].why == "Jordan Vance leaves on 12/18/2026."


# ---------------------------------------------------------------- words and addresses


def test_the_statute_is_quoted_to_the_letter() -> None:
    requirement = POWERS.requirement
    (letter,) = due_letters(roll(judged(POWERS)), "powers")
    text = all_words(letter)
    assert f"“{requirement.source(Role.SRO).words}”" in text
    assert f"“{requirement.consequence}”" in text


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("12 Practice Lane, Harlan Springs, MS 38699", ("12 Practice Lane", "Harlan Springs, MS 38699")),
        ("Apt 4, 12 Practice Lane, Harlan, MS 38699-1234", ("Apt 4, 12 Practice Lane", "Harlan, MS 38699-1234")),
        ("1 Lane\nTown, MS 39999", ("1 Lane", "Town, MS 39999")),
        ("somewhere", ("somewhere",)),
        ("", ()),
    ],
)
def test_the_town_stands_on_a_line_of_its_own(typed: str, lines: tuple[str, ...]) -> None:
    assert postal_lines(typed) == lines


@pytest.mark.parametrize("day", [0, 1])
def test_letters_bear_the_day_they_are_written(day: int) -> None:
    dated = date(2027, 2, 1) + timedelta(days=day)
    (letter,) = make_letters(roll(judged(WRONG, UNKNOWN)), "overdue", dated=dated)
    assert address(letter).date == written(dated)
