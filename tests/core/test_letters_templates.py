"""Letter templates are plain text, checked when they are loaded, line by line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UserError
from core.reports.letters import (
    FIELDS,
    KINDS,
    LISTS,
    SHARED,
    LetterKind,
    asks,
    original,
    preview,
    read_template,
    template_problems,
)
from core.reports.pdf import render
from core.rules import Act
from tests.golden.paper_district import paper_roll, text_of

GOOD = "subject: Test\ncopies: $supervisor\n\nDear $last_name:\n\nif late: One\nline.\n\n[late]\n"


def test_a_template_is_a_head_and_passages() -> None:
    template = read_template(GOOD, LetterKind.OVERDUE)
    assert template.head == {"subject": "Test", "copies": "$supervisor"}
    assert [(p.text, p.inserts, p.only_if) for p in template.passages] == [
        ("Dear $last_name:", "", ""),
        ("One line.", "", "late"),
        ("", "late", ""),
    ]


@pytest.mark.parametrize("kind", LetterKind)
def test_every_letter_has_its_words(kind: LetterKind) -> None:
    assert template_problems(original(kind), kind) == ()
    assert read_template(original(kind), kind).passages


@pytest.mark.parametrize("kind", LetterKind)
def test_every_list_of_a_letter_stands_in_its_words(kind: LetterKind) -> None:
    """What is computed for a letter is printed in it."""
    assert {p.inserts for p in read_template(original(kind), kind).passages} - {""} == set(KINDS[kind].lists)


def test_every_name_has_a_meaning_and_some_letter_has_it() -> None:
    assert {name for kind in KINDS.values() for name in kind.fields} | set(SHARED) == set(FIELDS)
    assert {name for kind in KINDS.values() for name in kind.lists} == set(LISTS)
    assert all(meaning.words for meaning in (*FIELDS.values(), *LISTS.values()))


@pytest.mark.parametrize(
    ("text", "line", "complaint", "instead"),
    [
        ("subject: a\n\ntext\n\nhello $nobody\n\n[late]", 5, "no field “$nobody”", "The fields are $as_of,"),
        ("subject: a\n\ntwo\nlines $due\n\n[late]", 4, "no field “$due”", "$last_name"),
        ("subject: a\n\ncosts $5\n\n[late]", 3, "stands without a name", "write “$$”"),
        ("subject: a ${district\n\n[late]", 1, "“${district” is not closed", "$district"),
        ("subject: a ${district.__class__}\n\n[late]", 1, "is not closed", "$district"),
        ("subject: a\n\n[late]\n\n[everything]", 5, "no list “everything”", "[late]"),
        ("subject: a\n\n[late]\n\n[statute]", 5, "no list “statute” in this letter", "[late]"),
        ("subject: a\n\n[late]\n\n[coming due", 5, "not closed with “]”", "[coming due]"),
        ("subject: a\n\n[late]\n\nsee [late] here", 5, "in a paragraph of its own", ""),
        ("subject: a\n\n[late]\n\nif rich: text", 5, "names nothing that this letter has", "[late]"),
        ("subject: a\n\n[late]\n\nif late", 5, "After “if” stand", "[late]"),
        ("closing: a\n\n[late]", 1, "The subject is missing", "Begin the letter"),
        ("subject: a\nsender: b\n\n[late]", 2, "“sender” is no line of the head", "“subject:”"),
        ("subject: a\nsubject: b\n\n[late]", 2, "stands there twice", ""),
        ("subject\n\n[late]", 1, "“subject” is no line of the head", "“closing:”"),
        ("subject: a\n\ntext", 3, "“[late]” is missing", "paragraph alone"),
        ("", 1, "The subject is missing", ""),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text: str, line: int, complaint: str, instead: str) -> None:
    found = next(p for p in template_problems(text, LetterKind.OVERDUE) if complaint in p.words)
    assert found.line == line
    assert instead in found.instead
    with pytest.raises(UserError, match=r"The words of the letter “Past due” cannot be used\. Line \d+: "):
        read_template(text, LetterKind.OVERDUE)


def test_the_words_of_the_statute_cannot_be_left_out() -> None:
    text = original(LetterKind.POWERS).replace("$consequence", "something bad").replace("[statute]", "The law.")
    problems = [problem.words for problem in template_problems(text, LetterKind.POWERS)]
    assert [words.split(" is missing")[0] for words in problems] == ["“$consequence”", "“[statute]”"]


@given(st.text(max_size=200))
def test_any_text_is_judged_and_never_fails(text: str) -> None:
    for kind in (LetterKind.POWERS, LetterKind.QUESTION):
        problems = template_problems(text, kind)
        assert problems
        assert all(1 <= problem.line <= max(1, len(text.splitlines())) for problem in problems)


@given(st.text(alphabet="$ {}[]abdistrcelu_.:\n", max_size=60))
def test_a_sound_template_prints_nothing_but_its_fields(tail: str) -> None:
    text = f"subject: a\n\n[late]\n\n{tail}"
    if not template_problems(text, LetterKind.OVERDUE):
        assert text_of(render(preview(paper_roll(), LetterKind.OVERDUE, text)))


@pytest.mark.parametrize("kind", LetterKind)
def test_a_preview_shows_a_letter_of_the_district_or_an_example(kind: LetterKind) -> None:
    text = original(kind) + "\nWords of our own for $district.\n"
    shown = text_of(render(preview(paper_roll(), kind, text)))
    assert "Words of our own for Invented County School District." in shown.replace("\n", " ")
    assert "$" not in shown.replace("$50,000", "")


def test_each_kind_of_record_has_an_ask() -> None:
    assert set(asks()) == set(Act)
    assert all(asks().values())
