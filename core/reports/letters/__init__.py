"""The letters: which are due by the findings, which are offered, whom each goes to, and what it says.

Their words are plain text under ``resources/letters``, or the district's own copies of them; the statute's words come
with the finding, from the policy.
"""

from core.reports.letters.drafting import Addressee
from core.reports.letters.kinds import (
    DUE,
    FIELDS,
    KINDS,
    LISTS,
    NAMES,
    SHARED,
    Ask,
    Entry,
    Kind,
    LetterKind,
    letter_kind,
)
from core.reports.letters.making import (
    PLAIN,
    Candidate,
    Letter,
    Stationery,
    candidates,
    due_letters,
    for_envelopes,
    make_letters,
    preview,
)
from core.reports.letters.naming import safe_stem
from core.reports.letters.templates import HEAD, Problem, asks, original, read_template, template_problems

__all__ = [
    "DUE",
    "FIELDS",
    "HEAD",
    "KINDS",
    "LISTS",
    "NAMES",
    "PLAIN",
    "SHARED",
    "Addressee",
    "Ask",
    "Candidate",
    "Entry",
    "Kind",
    "Letter",
    "LetterKind",
    "Problem",
    "Stationery",
    "asks",
    "candidates",
    "due_letters",
    "for_envelopes",
    "letter_kind",
    "make_letters",
    "original",
    "preview",
    "read_template",
    "safe_stem",
    "template_problems",
]
