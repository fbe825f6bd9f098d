"""Letter templates are plain text, checked when they are loaded."""

from __future__ import annotations

import pytest

from core.errors import UserError
from core.reports.letters import FIELDS, LISTS, LetterKind, asks, load_template, read_template
from core.rules import Act

GOOD = "subject: Test\ncopies: $supervisor\n\nDear $last_name:\n\nif late: One\nline.\n\n[late]\n"


def test_a_template_is_a_head_and_passages() -> None:
    template = read_template(GOOD, "good.txt")
    assert template.head == {"subject": "Test", "copies": "$supervisor"}
    assert [(p.text, p.inserts, p.only_if) for p in template.passages] == [
        ("Dear $last_name:", "", ""),
        ("One line.", "", "late"),
        ("", "late", ""),
    ]


@pytest.mark.parametrize("kind", LetterKind)
def test_every_letter_has_its_template(kind: LetterKind) -> None:
    assert load_template(kind).passages


def test_every_field_and_list_is_used_by_some_template() -> None:
    templates = [load_template(kind) for kind in LetterKind]
    text = " ".join(words for t in templates for words in (*t.head.values(), *(p.text for p in t.passages)))
    assert {field for field in FIELDS if f"${field}" in text} == FIELDS
    assert {passage.inserts for t in templates for passage in t.passages} - {""} == LISTS


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("subject: a $b\n\ntext", r"bad\.txt.*there is no field \$b"),
        ("subject: a\n\ncosts $5", r"a \$ without a name in “costs \$5”"),
        ("subject: a\n\n[everything]", "there is no list “everything”"),
        ("subject: a\n\nif rich: text", "there is no list “rich”"),
        ("closing: a\n\ntext", "a subject at least"),
        ("subject: a\nsender: b\n\ntext", "the head has subject, closing, enclosures and copies"),
        ("subject\n\ntext", "a word, a colon and a text"),
        ("subject: a ${district.__class__}\n\ntext", "without a name"),
    ],
)
def test_a_template_that_asks_for_what_there_is_not_is_refused(text: str, complaint: str) -> None:
    with pytest.raises(UserError, match=complaint):
        read_template(text, "bad.txt")


def test_each_kind_of_record_has_an_ask() -> None:
    assert set(asks()) == set(Act)
    assert all(asks().values())
