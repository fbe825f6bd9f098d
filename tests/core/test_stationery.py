"""The district's own words and pictures of its paper, kept in the records file."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from core import documents
from core.attaching import Enclosure, show_as
from core.errors import UserError
from core.model import LOGO, SIGNATURE, Template
from core.reports.letters import LetterKind, original
from core.stationery import restore_wording, save_wording, stationery
from core.store import Store

NOW = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)
WORDS = original(LetterKind.OVERDUE).replace("Sincerely,", "With regards,")


@pytest.fixture
def store(tmp_path: Path):
    with documents.create(tmp_path / "a.muster", who="test", now=lambda: NOW) as made:
        yield made


def test_a_new_file_has_the_original_words_and_no_pictures(store: Store) -> None:
    paper = stationery(store)
    assert (paper.logo, paper.signature) == (b"", b"")
    assert all(paper.words(kind) == original(kind) for kind in LetterKind)


def test_saving_and_going_back_are_each_one_edit_that_can_be_undone(store: Store) -> None:
    assert save_wording(store, "overdue", WORDS).tables == {"templates"}
    assert stationery(store).words(LetterKind.OVERDUE) == WORDS
    other = WORDS.replace("regards", "best regards")
    save_wording(store, "overdue", other)
    store.undo()
    assert stationery(store).words(LetterKind.OVERDUE) == WORDS
    store.redo()
    restore_wording(store, "overdue")
    assert stationery(store).words(LetterKind.OVERDUE) == original(LetterKind.OVERDUE)
    store.undo()
    assert stationery(store).words(LetterKind.OVERDUE) == other


def test_nothing_is_written_where_nothing_changes(store: Store) -> None:
    assert restore_wording(store, "overdue").empty
    assert save_wording(store, "overdue", original(LetterKind.OVERDUE)).empty
    save_wording(store, "overdue", WORDS)
    assert save_wording(store, "overdue", WORDS).empty
    save_wording(store, "overdue", original(LetterKind.OVERDUE))
    assert store.rows(Template) == []


@pytest.mark.parametrize("text", ["", "subject: a\n\nno list", WORDS.replace("$as_of", "$password")])
def test_words_that_cannot_be_used_are_not_kept(store: Store, text: str) -> None:
    with pytest.raises(UserError, match=r"The words of “Past due” cannot be used\. Line \d+"):
        save_wording(store, "overdue", text)
    assert store.rows(Template) == []
    assert store.undo_label is None


def test_there_is_no_other_letter(store: Store) -> None:
    with pytest.raises(UserError, match="There is no letter “later”"):
        save_wording(store, "later", WORDS)


def test_logo_and_signature_come_from_the_districts_documents(store: Store) -> None:
    buffer = BytesIO()
    Image.new("RGB", (4, 4)).save(buffer, "PNG")
    show_as(store, SIGNATURE, Enclosure("name.png", buffer.getvalue()), on=date(2026, 11, 23))
    assert (stationery(store).logo, stationery(store).signature) == (b"", buffer.getvalue())
    show_as(store, LOGO, Enclosure("logo.png", buffer.getvalue()), on=date(2026, 11, 23))
    show_as(store, SIGNATURE, None, on=date(2026, 11, 23))
    assert (stationery(store).logo, stationery(store).signature) == (buffer.getvalue(), b"")
