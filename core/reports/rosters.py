"""Papers to be filled in by hand, with the roster on them: sign-in of a class, scores of a range day."""

from __future__ import annotations

from collections.abc import Iterator

from core.dates import short
from core.findings import Roll
from core.model import Sanctioned, TrainingClass
from core.reports.blocks import (
    Block,
    Cell,
    Column,
    Document,
    Facts,
    Paragraph,
    Party,
    Row,
    Signatures,
    Table,
    Title,
    Voice,
)
from core.reports.firearms import held_weapons
from core.reports.wording import OFFICE_MARKING, listed, made_document, number, weapon_name

BLANK_ROWS = 4
"""For whoever is not on the roll."""
BLANK = "_" * 34


def sign_in_sheet(roll: Roll, training: TrainingClass | None = None) -> Document:
    """For a class on record, or for one whose particulars are written in."""
    title = "Sign-in sheet"
    named = f"{title}: {training.title}" if training else title
    blocks = (
        Title(training.title if training else title, "Sign-in sheet for in-service training"),
        *_sign_in(roll, training),
    )
    return made_document(roll, named, blocks, OFFICE_MARKING)


def _sign_in(roll: Roll, training: TrainingClass | None) -> Iterator[Block]:
    yield Facts(tuple(_particulars(training)))
    columns = (
        Column("No.", 0.4, right=True),
        Column("Officer", 2.9),
        Column("Signature", 3.3),
        Column("Time in", 0.8),
        Column("Time out", 0.8),
        Column("Hours", 0.7),
    )
    named = [*(judged.officer.name for judged in roll.officers), *[""] * BLANK_ROWS]
    rows: list[Row] = [(place, name, "", "", "", "") for place, name in enumerate(named, start=1)]
    yield Table(columns, tuple(rows), to_fill=True)
    yield Paragraph(
        "Each signs for himself or herself. Whoever came late or left early is credited with the hours attended.",
        Voice.QUIET,
    )
    yield Signatures((Party("Instructor"), Party("For the district")))


def _particulars(training: TrainingClass | None) -> Iterator[tuple[str, Cell]]:
    if training is None:
        for label in ("Class", "Date", "Hours", "Provider, instructor", "Place", "Sanctioned by MDE, reference"):
            yield label, BLANK
        return
    first = f"{short(training.starts_on)} to " if training.starts_on and training.starts_on != training.ends_on else ""
    yield "Date", first + short(training.ends_on)
    yield "Hours", number(training.hours)
    yield "Provider", training.provider or BLANK
    yield "Place", training.location or BLANK
    yield "Sanctioned by MDE", _sanction(training)
    yield "Class no.", training.class_id


def _sanction(training: TrainingClass) -> str:
    words = {Sanctioned.YES: "Yes", Sanctioned.NO: "No", Sanctioned.UNKNOWN: "Not known yet"}[training.sanctioned]
    return f"{words}, {training.sanction_reference}" if training.sanction_reference else words


def score_sheet(roll: Roll) -> Document:
    title = "Score sheet for a range day"
    blocks = (Title("Range day", "Score sheet: one line for each officer and issued weapon"), *_scores(roll))
    return made_document(roll, title, blocks, OFFICE_MARKING, lying=True)


def _scores(roll: Roll) -> Iterator[Block]:
    yield Facts(
        (
            ("Date", BLANK),
            ("Range", BLANK),
            ("Course of fire", f"{BLANK}   Maximum ________   Passing ________"),
            ("Instructor, credential", BLANK),
        )
    )
    columns = (
        Column("Officer", 3),
        Column("Weapon", 3),
        Column("Attempt", 0.8),
        Column("Light", 1.1),
        Column("Score", 0.9),
        Column("Result", 1.2),
        Column("Officer’s initials", 1),
        Column("Instructor’s initials", 1.1),
    )
    rows: list[Row] = [
        (judged.officer.name, weapon_name(issued.weapon), "", *_CIRCLES, "", "")
        for judged in roll.officers
        for issued in held_weapons(judged, roll.as_of)
    ]
    rows += [("", "", "", *_CIRCLES, "", "") for _ in range(BLANK_ROWS)]
    yield Table(columns, tuple(rows), to_fill=True)
    yield Paragraph(
        "Circle what applies. A pass or fail is required; a score is optional. A failed attempt ends the qualification "
        "with that weapon until a later pass.",
        Voice.QUIET,
    )
    unarmed = [judged.officer.name for judged in roll.officers if not held_weapons(judged, roll.as_of)]
    if unarmed:
        yield Paragraph(f"Without an issued weapon, and so not above: {listed(unarmed)}.", Voice.QUIET)
    yield Signatures((Party("Instructor"), Party("For the district")))


_CIRCLES = ("Day   Night", "", "Pass   Fail")
