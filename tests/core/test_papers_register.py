"""The register of papers: what is printed is kept, found by its code, and compared with the records of today."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from core import actions, documents, papers
from core.engine import call_roll
from core.errors import FileError, UserError
from core.model import Credential, Officer, Paper, Proof
from core.papers import SIGNS
from core.policy import default_policy
from core.press import Press, set_in_type
from core.reports.catalogue import make_report
from core.sample import make_practice_file

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TODAY = date(2026, 11, 23)


@pytest.fixture
def store(tmp_path):
    with make_practice_file(tmp_path / "practice.muster", TODAY, who="sample", now=lambda: NOW) as made:
        made.close()
    with documents.open_alone(tmp_path / "practice.muster", who="pat", computer="desk", now=lambda: NOW) as store:
        yield store


def roll(store, as_of=TODAY):
    return call_roll(default_policy(), store.records(), store.district_record(), as_of)


def draft(store, name="roster", as_of=TODAY, **more):
    called = roll(store, as_of)
    options = {key: more[key] for key in ("meeting", "officer_id") if key in more}
    register = {"meeting_on": more.get("meeting"), "officer_id": more.get("officer_id", "")}
    return Press.of(called).draft(name, make_report(name, called, **options), **register)


def printed(store, *args, **more):
    made = set_in_type(draft(store, *args, **more), papers.known_codes(store))
    papers.register(store, [made], TODAY)
    return made


def test_a_reprint_is_the_same_byte_for_byte(store):
    made = printed(store, "board", meeting=date(2026, 12, 14))
    (paper,) = papers.papers(store)
    assert papers.stored_pages(store, paper) == made.content
    assert (paper.name, paper.meeting_on, paper.printed_on, paper.as_of) == (
        "board", date(2026, 12, 14), TODAY, TODAY
    )  # fmt: skip
    assert paper.pages == made.pages == len(PdfReader(BytesIO(made.content)).pages)
    assert paper.policy_fingerprint == default_policy().fingerprint
    assert papers.snapshot_in(store, paper).as_of == TODAY


def test_every_page_bears_the_code_that_the_register_knows(store):
    made = printed(store, "board")
    (paper,) = papers.papers(store)
    texts = [page.extract_text() for page in PdfReader(BytesIO(made.content)).pages]
    assert len(texts) > 1
    assert all(f"Paper {papers.shown_code(paper.code)}" in text for text in texts)
    assert papers.find_paper(store, papers.shown_code(paper.code).lower()) == paper


def test_the_same_paper_is_entered_once_and_another_is_another(store):
    first, second = printed(store), printed(store)
    assert first == replace(second, draft=first.draft)
    assert len(papers.papers(store)) == 1
    other = printed(store, as_of=TODAY + timedelta(days=1))
    assert other.code != first.code
    assert len(papers.papers(store)) == 2


def test_a_code_that_is_another_papers_is_not_given_twice(store):
    wanted = draft(store)
    plain = set_in_type(wanted, {})
    other = set_in_type(wanted, {plain.code: "another paper"})
    assert other.code != plain.code
    assert papers.shown_code(other.code) in PdfReader(BytesIO(other.content)).pages[0].extract_text()
    assert set_in_type(wanted, {plain.code: sha256(plain.content).hexdigest()}) == plain


def test_printing_is_in_the_change_log_and_not_on_the_line_of_undo(store):
    store_label = store.undo_label
    printed(store)
    (paper,) = papers.papers(store)
    assert store.undo_label == store_label
    entry = papers.printing(store, paper)
    assert (entry.who, entry.at, entry.label) == ("pat", NOW, f"Print “{paper.title}”")


def test_many_papers_are_one_edit_and_share_their_findings(store):
    called = roll(store)
    press = Press.of(called)
    made = [
        set_in_type(
            press.draft("officer", make_report("officer", called, officer_id=j.officer.officer_id),
                        officer_id=j.officer.officer_id), {})
        for j in called.officers[:3]
    ]  # fmt: skip
    before = len(store.history())
    papers.register(store, made, TODAY)
    assert [change.label for change in store.history()[: len(store.history()) - before]] == ["Print 3 papers"]
    assert len({paper.snapshot for paper in papers.papers(store)}) == 1
    someone = called.officers[0].officer.officer_id
    assert [paper.officer_id for paper in papers.papers_of(store, someone)] == [someone]


def test_a_tampered_page_is_found_by_the_check_of_the_file_and_never_reprinted(store, tmp_path):
    printed(store)
    (paper,) = papers.papers(store)
    store.close()
    with closing(sqlite3.connect(tmp_path / "practice.muster")) as db:
        db.execute("UPDATE blobs SET content = CAST('%FDP' AS BLOB) WHERE sha256 = ?", [paper.sha256])
        db.commit()
    verdict = documents.verify(tmp_path / "practice.muster")
    assert not verdict.ok
    assert any(paper.sha256[:12] in line for line in verdict.lines)
    with (
        documents.open_file(tmp_path / "practice.muster", who="x", now=lambda: NOW) as opened,
        pytest.raises(FileError),
    ):
        papers.stored_pages(opened, paper)


def test_a_paper_says_whether_the_records_speak_otherwise_today(store):
    someone = next(j.officer.officer_id for j in roll(store).officers if any(f.open for f in j.findings))
    printed(store, "officer", officer_id=someone)
    (paper,) = papers.papers(store)
    then = papers.snapshot_in(store, paper)

    def changed():
        return papers.changes_since(paper, then, default_policy(), store.records(), store.district_record())

    assert changed() is None
    officer = store.find(Officer, next(o.officer_id for o in store.rows(Officer) if o.officer_id != someone))
    actions.remove_officer(store, officer.officer_id, "test")
    assert changed() is None
    held = next(c for c in store.rows(Credential) if c.officer_id == someone)
    actions.save(store, replace(held, issued_on=date(1999, 1, 1), completed_on=date(1999, 1, 1), proof=Proof.COPY))
    actions.remove_officer(store, someone, "test")
    assert changed().left[0].officer_id == someone


def test_the_next_report_is_compared_with_the_last_meeting_before_it(store):
    for meeting in (date(2026, 9, 14), date(2026, 10, 12), date(2026, 11, 9)):
        printed(store, "board", as_of=meeting - timedelta(days=7), meeting=meeting)
    printed(store, "board", as_of=date(2026, 10, 8), meeting=date(2026, 10, 12))
    printed(store, "board")
    printed(store, "roster")
    found = papers.baselines(papers.papers(store), date(2026, 11, 9))
    assert [(p.meeting_on, p.as_of) for p in found] == [
        (date(2026, 10, 12), date(2026, 10, 8)), (date(2026, 9, 14), date(2026, 9, 7))
    ]  # fmt: skip
    assert papers.told(found[0]) == "Meeting of 10/12/2026 (as of 10/8/2026)"


@given(st.text(max_size=50), st.integers(0, 5))
def test_a_code_can_be_read_back_however_it_is_typed(essence, attempt):
    code = papers.code_of(essence, attempt)
    assert len(code) == 8
    assert set(code) <= set(SIGNS)
    for typed in (papers.shown_code(code), code.lower(), f" {code[:3]} {code[3:]} "):
        assert papers.read_code(typed) == code
    assert papers.read_code(code.replace("0", "o").replace("1", "l")) == code


@pytest.mark.parametrize("typed", ["", "7KQ2", "7KQ2-M9XDD", "7KQ2-M9X!", "UUUU-UUUU"])
def test_what_is_no_code_is_refused_in_words(store, typed):
    with pytest.raises(UserError, match="is no code of a paper"):
        papers.find_paper(store, typed)


def test_a_code_of_another_file_is_said_to_be_unknown(store):
    with pytest.raises(UserError, match="No paper with the code 7KQ2-M9XD"):
        papers.find_paper(store, "7KQ2M9XD")
    assert store.rows(Paper) == []
