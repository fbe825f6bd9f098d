"""The kinds of letters as data: who gets each, when it is offered, what is typed for it, what its words may name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from core.errors import UserError
from core.reports.wording import listed


class LetterKind(StrEnum):
    """Those due by the findings alone, the gravest first; then those chosen by hand."""

    POWERS = "powers"
    OVERDUE = "overdue"
    UPCOMING = "upcoming"
    PROOF = "proof"
    RANGE = "range"
    STATUS = "status"
    TRANSMITTAL = "transmittal"
    QUESTION = "question"
    BOND = "bond"
    FILING = "filing"
    AGENDA = "agenda"
    DEFICIENCY = "deficiency"
    STANDING = "standing"
    LEAVING = "leaving"


class Entry(StrEnum):
    """How a thing is typed: on a line, as a date, as paragraphs, or as a list with one thing on each line."""

    LINE = "line"
    DATE = "date"
    TEXT = "text"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Ask:
    """What has to be typed for a letter. ``suggested`` is in the field already; ``example`` is for a specimen."""

    name: str
    label: str
    entry: Entry
    required: bool
    example: str
    hint: str = ""
    suggested: str = ""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a name in a template stands for; ``example`` is printed in a specimen."""

    words: str
    example: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """``fields`` and ``lists`` are the names its template may use, ``needed`` those it must.

    ``due``: called for by the findings alone. ``of_officer``: there is one for each officer. ``sheet``: no letter but a
    cover sheet, without an addressee.
    """

    title: str
    to: str
    offered: str
    fields: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()
    asks: tuple[Ask, ...] = ()
    due: bool = False
    of_officer: bool = False
    sheet: bool = False


SHARED = ("as_of", "call", "dated", "district", "signer")
OFFICER = ("full_name", "last_name", "role", "supervisor")

FIELDS: Mapping[str, Meaning] = {
    "agency": Meaning("the agency or company written to", "Example Police Department"),
    "answer_due": Meaning("the last of the 45 calendar days after the notice", "March 17, 2027"),
    "arithmetic": Meaning("how the due date is counted", "start 12/15/2024 + 2 years = 12/15/2026"),
    "as_of": Meaning("the day as of which the record is read", "January 31, 2027"),
    "at_time": Meaning("the time of day, with “at” before it, if it was given", " at 9:00 a.m."),
    "bring": Meaning("what is to be brought, if it was given", "ear and eye protection"),
    "call": Meaning("“call this office at” and the district’s telephone number", "call this office at (601) 555-0100"),
    "citation": Meaning("the section of the Mississippi Code", "§ 37-7-321(2)"),
    "consequence": Meaning(
        "what the statute says follows, in its own words",
        "the person may not exercise the powers of a peace officer in or on the property of the school district",
    ),
    "count": Meaning("how many, in words", "two requirements"),
    "dated": Meaning("the day the letter bears", "January 31, 2027"),
    "designated": Meaning("the day the school board designated the officer", "March 6, 2023"),
    "district": Meaning("the district’s name", "Example County School District"),
    "due": Meaning("the due date", "December 15, 2026"),
    "enclosed": Meaning("“as listed above” if there are enclosures", "as listed above"),
    "full_name": Meaning("the officer’s full name", "Dana M. Lee Jr."),
    "last_name": Meaning("the officer’s last name", "Lee"),
    "meeting": Meaning("the day of the meeting, if it was given", "March 1, 2027"),
    "notice": Meaning("the date of the notice", "January 31, 2027"),
    "period": Meaning("from when to when the officer served", "from August 3, 2020 to January 29, 2027"),
    "place": Meaning("where the range is", "Example County Range, 1 Example Road"),
    "purpose": Meaning("what the statement is for, if it was given", "your application to another district"),
    "range_day": Meaning("the range day", "February 20, 2027"),
    "recipient": Meaning("the sheriff or chief, by title and name if given", "Chief Example"),
    "reference": Meaning("the reference of the notice, if it was given", "SS-12"),
    "role": Meaning("in what position the officer serves", "as a School Resource Officer"),
    "rule": Meaning("the rule asked about, if it was given", "§ 37-7-321(2)"),
    "signer": Meaning("who signs", "Dr. Sam Example"),
    "supervisor": Meaning("the officer’s supervisor; empty if that is who signs", "Robin Placeholder"),
    "title": Meaning("the title of the agenda item", "School security staff: qualifications and training"),
    "when": Meaning("at which meeting, or the next", "at your next meeting"),
}

LISTS: Mapping[str, Meaning] = {
    "also needed": Meaning("what the record lacks and the officer can supply"),
    "answer": Meaning("the answer as typed"),
    "attachments": Meaning("the attachments as typed"),
    "background": Meaning("the background as typed"),
    "bond": Meaning("the bond: surety, number, amount, dates"),
    "certificates": Meaning("the certificates enclosed, each with a box to tick"),
    "classes": Meaning("the classes attended, with hours"),
    "coming due": Meaning("what falls due soon, why, and what to do"),
    "courses": Meaning("the courses completed, with the proof held"),
    "evidence": Meaning("the evidence as typed"),
    "facts": Meaning("role, employer, dates and share of time of the officer asked about"),
    "filing": Meaning("oath and bond to be filed, each with a box to tick"),
    "late": Meaning("what is past due or not met, why, and what to do"),
    "met": Meaning("each requirement that is met, and by what"),
    "missing proof": Meaning("training the district relies on without holding proof, officer by officer"),
    "not enclosed": Meaning("certificates that the district does not hold"),
    "not yet due": Meaning("what falls due later and is not certified"),
    "officers": Meaning("the officers with their standing and what is open"),
    "particulars": Meaning("recommendation, authority, fiscal impact and contact"),
    "past the day": Meaning("a sentence if the days to answer have passed"),
    "powers": Meaning("the officers who may not exercise the powers of a peace officer, in the statute’s words"),
    "qualifications": Meaning("the qualifications shot, without serial numbers"),
    "question": Meaning("the question as typed"),
    "reading": Meaning("the district’s reading meanwhile, as typed"),
    "record": Meaning("what the record shows of the officers concerned"),
    "statute": Meaning("the words of the statute"),
    "too late": Meaning("qualifications whose date passes before the range day"),
    "waived": Meaning("what is waived, by whom and until when"),
    "weapons": Meaning("the qualifications that fall due, with their dates"),
}

MDE = "Mississippi Department of Education"

KINDS: Mapping[LetterKind, Kind] = {
    LetterKind.POWERS: Kind(
        title="Loss of powers",
        to="The officer; copies to the supervisor and the school board",
        offered="Basic training is overdue, so the officer may not exercise the powers of a peace officer.",
        fields=(*OFFICER, "due", "arithmetic", "citation", "consequence"),
        lists=("statute",),
        needed=("consequence", "statute"),
        due=True,
        of_officer=True,
    ),
    LetterKind.OVERDUE: Kind(
        title="Past due",
        to="The officer; a copy to the supervisor",
        offered="Something is past due or not met.",
        fields=(*OFFICER, "count"),
        lists=("late", "coming due", "also needed"),
        needed=("late",),
        due=True,
        of_officer=True,
    ),
    LetterKind.UPCOMING: Kind(
        title="Falling due",
        to="The officer",
        offered="Something falls due soon, and nothing is past due.",
        fields=(*OFFICER, "count"),
        lists=("coming due", "also needed"),
        needed=("coming due",),
        due=True,
        of_officer=True,
    ),
    LetterKind.PROOF: Kind(
        title="Request for proof",
        to="The agency or company that employs the officers",
        offered="Training is relied on without proof in the district’s hands.",
        lists=("missing proof",),
        needed=("missing proof",),
        due=True,
    ),
    LetterKind.RANGE: Kind(
        title="Range-day call-up",
        to="The officer; a copy to the supervisor",
        offered="A weapon qualification falls due, or does so by the range day.",
        fields=(*OFFICER, "range_day", "at_time", "place", "bring"),
        lists=("weapons", "too late"),
        needed=("range_day", "place", "weapons"),
        asks=(
            Ask("range_day", "Range day", Entry.DATE, True, "2/20/2027"),
            Ask("place", "Place", Entry.LINE, True, "Example County Range, 1 Example Road"),
            Ask("at_time", "Time", Entry.LINE, False, "9:00 a.m.", "Such as 9:00 a.m."),
            Ask("bring", "What to bring", Entry.LINE, False, "ear and eye protection"),
        ),
        of_officer=True,
    ),
    LetterKind.STATUS: Kind(
        title="Status of officers, for their agency",
        to="The sheriff, chief or company that employs the officers",
        offered="Officers of an agency or company serve the district.",
        fields=("agency", "count", "recipient"),
        lists=("officers", "powers"),
        needed=("officers",),
        asks=(
            Ask("recipient", "Sheriff or chief", Entry.LINE, False, "Chief Example", "Such as Chief Lee"),
        ),
    ),
    LetterKind.TRANSMITTAL: Kind(
        title="Certificates for MDE",
        to=MDE,
        offered="An officer has no MDE certificate on file, and the district holds proof of training to send.",
        fields=("count",),
        lists=("certificates", "not enclosed"),
        needed=("certificates",),
    ),
    LetterKind.QUESTION: Kind(
        title="Question to MDE",
        to=MDE,
        offered="Chosen by hand, about the rules or about one officer.",
        fields=("rule",),
        lists=("question", "facts", "reading"),
        needed=("question",),
        asks=(
            Ask("question", "Question", Entry.TEXT, True, "May hours be credited to the year before?"),
            Ask("rule", "Rule asked about", Entry.LINE, False, "7-192, SRO 3(c)", "The section, as it is cited"),
            Ask(
                "reading", "The district’s reading", Entry.TEXT, False, "They count in the year of the class.",
                "How it reads the rule until MDE answers",
            ),
        ),
    ),
    LetterKind.BOND: Kind(
        title="Bond, for approval",
        to="The county’s board of supervisors",
        offered="A designated officer’s bond is in effect and its approval is not recorded.",
        fields=("full_name", "designated", "when"),
        lists=("bond",),
        needed=("full_name", "bond"),
        asks=(Ask("meeting", "Meeting of the supervisors", Entry.DATE, False, "3/1/2027", "Blank: their next"),),
        of_officer=True,
    ),
    LetterKind.FILING: Kind(
        title="Oath and bond, for filing",
        to="The chancery clerk",
        offered="An oath was taken or a bond approved, and its filing is not recorded.",
        fields=("full_name", "designated"),
        lists=("filing",),
        needed=("full_name", "filing"),
        of_officer=True,
    ),
    LetterKind.AGENDA: Kind(
        title="Agenda cover sheet",
        to="The school board",
        offered="Chosen by hand, for a meeting of the school board.",
        fields=("meeting", "title"),
        lists=("particulars", "background", "attachments"),
        needed=("particulars",),
        asks=(
            Ask("meeting", "Meeting of the board", Entry.DATE, False, "2/8/2027", "Blank: a line to write it on"),
            Ask(
                "title", "Title", Entry.LINE, True, "School security staff: qualifications and training",
                suggested="School security staff: qualifications and training",
            ),
            Ask(
                "recommendation", "Recommendation", Entry.TEXT, True, "That the board receive the report.",
                suggested="That the board receive the report.",
            ),
            Ask("authority", "Authority", Entry.LINE, True, "Miss. Code § 37-7-321", suggested="Miss. Code § 37-7-321"),
            Ask("fiscal_impact", "Fiscal impact", Entry.LINE, False, "None", "Blank: a line to write it on"),
            Ask("contact", "Contact", Entry.LINE, False, "Robin Placeholder", "Blank: a line to write it on"),
            Ask("background", "Background", Entry.TEXT, False, "The board asked for this report in June."),
            Ask("attachments", "Attachments", Entry.LIST, False, "Report to the school board", "One on each line"),
        ),
        sheet=True,
    ),
    LetterKind.DEFICIENCY: Kind(
        title="Answer to a notice of deficiency",
        to="Whoever gave the notice",
        offered="Chosen by hand, after a notice of deficiency; for 45 calendar days from its date.",
        fields=("notice", "reference", "answer_due", "enclosed"),
        lists=("past the day", "answer", "record", "evidence"),
        needed=("notice", "answer_due", "answer"),
        asks=(
            Ask("notice", "Date of the notice", Entry.DATE, True, "1/31/2027"),
            Ask("reference", "Its reference", Entry.LINE, False, "SS-12"),
            Ask("to", "From whom it came", Entry.LIST, True, MDE, "Name and address, line by line", suggested=MDE),
            Ask(
                "answer", "Answer", Entry.TEXT, True, "Both officers have completed the course.",
                "What was done, or will be done by when",
            ),
            Ask("evidence", "Evidence enclosed", Entry.LIST, False, "Certificate of Dana Lee", "One on each line"),
        ),
    ),
    LetterKind.STANDING: Kind(
        title="Statement of good standing",
        to="The officer",
        offered="Nothing required of the officer is past due, forbidden or unknown.",
        fields=(*OFFICER, "purpose"),
        lists=("met", "not yet due", "waived"),
        needed=("full_name", "as_of", "met", "not yet due", "waived"),
        asks=(Ask("purpose", "What it is for", Entry.LINE, False, "an application to another district"),),
        of_officer=True,
    ),
    LetterKind.LEAVING: Kind(
        title="Confirmation of training",
        to="The officer",
        offered="An officer has left, or the day of leaving is recorded.",
        fields=("full_name", "last_name", "role", "period"),
        lists=("courses", "classes", "qualifications"),
        needed=("full_name", "as_of", "courses", "classes"),
        of_officer=True,
    ),
}  # fmt: skip

NAMES = {kind: described.title for kind, described in KINDS.items()}
DUE = tuple(kind for kind, described in KINDS.items() if described.due)
"""Called for by the findings alone."""


def letter_kind(text: str) -> LetterKind:
    """Raises :class:`UserError` that names the kinds there are."""
    try:
        return LetterKind(text)
    except ValueError:
        raise UserError(f"There is no letter “{text}”.", f"The letters are {listed(LetterKind)}.") from None
