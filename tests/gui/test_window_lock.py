"""One writer at a time: a second window says who has the file, and offers to read it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core import documents
from core.errors import UserError


@pytest.fixture
def held(session, tmp_path):
    path = tmp_path / "Shared.muster"
    documents.create(path, who="Pat", now=session.now).close()
    with documents.open_alone(path, who="Pat", computer="front-desk", now=session.now):
        yield path


def test_who_has_the_file_is_said_and_reading_offered(window, session, prompts, held):
    prompts.answers = [True]
    window.acts.open_path(held)
    assert any("Pat" in said and "front-desk" in said for said in map(str, prompts.asked))
    assert session.path == held
    with pytest.raises(UserError):
        session.apply(_rename)


def _rename(store):
    with store.edit("Name the district") as edit:
        edit.set_district(replace(store.district(), name="Another"))
    return edit.changes


def test_declined_the_window_stays_as_it_was(window, session, prompts, held):
    before = session.path if session.is_open else None
    prompts.answers = [False]
    window.acts.open_path(held)
    assert (session.path if session.is_open else None) == before
