"""Drafts lie in the file and are no records."""

from __future__ import annotations

from datetime import UTC, datetime

from core import documents
from core.drafts import Draft, draft, drafts, drop_draft, keep_draft

NOW = datetime(2026, 11, 23, tzinfo=UTC)
CLASS = Draft("class", "a class (Legal update)", "2026-11-23T15:30:00+00:00", {"fields": {"title": "Legal"}})
NIGHT = Draft("range day", "a range day", "2026-11-23T15:31:00+00:00", {"lines": [["A1", True, {}]]}, {"to": "A1"})


def test_a_draft_outlives_the_program_and_leaves_no_trace_in_the_log(tmp_path):
    path = tmp_path / "district.muster"
    with documents.create(path, who="test", now=lambda: NOW) as store:
        before = store.head()
        keep_draft(store, CLASS)
        keep_draft(store, NIGHT)
        assert store.head() == before
    with documents.open_file(path, who="test", now=lambda: NOW) as store:
        assert drafts(store) == [NIGHT, CLASS]
        assert draft(store, "class") == CLASS
        assert draft(store, "other") is None
        drop_draft(store, "class")
        drop_draft(store, "class")
        assert drafts(store) == [NIGHT]


def test_what_another_version_left_is_no_draft(tmp_path):
    with documents.create(tmp_path / "district.muster", who="test", now=lambda: NOW) as store:
        store.lay("draft: class", '{"shape": "of tomorrow"}')
        store.lay("draft: odd", "not even JSON")
        assert drafts(store) == []
        assert draft(store, "class") is None
