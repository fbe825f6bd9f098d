"""Packets: what the board and an auditor are handed, read back with an independent reader."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from core import attaching, documents, making, orders, papers
from core.engine import call_roll
from core.errors import UserError
from core.media import Enclosure
from core.model import Credential
from core.orders import AuditOrder, BoardOrder, Evidence, ReportOrder
from core.policy import default_policy
from core.reports.letters import due_letters
from core.reports.wording import Edition
from core.sample import make_practice_file
from tests import scans

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TODAY = date(2026, 11, 23)
BOARD = ReportOrder(name="board", meeting=date(2026, 12, 14))


@pytest.fixture
def store(tmp_path):
    path = tmp_path / "practice.muster"
    make_practice_file(path, TODAY, who="sample", now=lambda: NOW).close()
    with documents.open_alone(path, who="pat", computer="desk", now=lambda: NOW) as store:
        yield store


@pytest.fixture
def proven(store):
    """An officer with a certificate of two pages and the photograph of another."""
    first, second = [c for c in store.rows(Credential) if c.officer_id == store.rows(Credential)[0].officer_id][:2]
    attaching.attach(store, first, [Enclosure("basic.pdf", scans.pdf("Basic course", 2))], on=TODAY)
    attaching.attach(store, second, [Enclosure("phone.jpg", scans.picture("JPEG"))], on=TODAY)
    return first.officer_id


def step(_number, _of):
    pass


def stock(store):
    roll = call_roll(default_policy(), store.records(), store.district_record(), TODAY)
    return orders.stock(store, roll, store.records())


def made(store, order):
    (paper,) = making.make(order, stock(store), step)
    return paper


def reader(paper):
    return PdfReader(BytesIO(paper.content))


def texts(found):
    return [page.extract_text() for page in found.pages]


def outline(found, entries=None, depth=0):
    for entry in found.outline if entries is None else entries:
        if isinstance(entry, list):
            yield from outline(found, entry, depth + 1)
        else:
            yield depth, entry.title, found.get_destination_page_number(entry) + 1


def test_the_board_packet_holds_everything_under_one_numbering(store, proven):
    order = BoardOrder(report=BOARD, cover=(), appendix=("in-service", "agreements"), evidence=Evidence.EVERYONE)
    paper = made(store, order)
    found = reader(paper)
    pages = texts(found)
    code = papers.shown_code(paper.printed[0].code)
    for number, text in enumerate(pages, start=1):
        assert f"Paper {code} · Page {number} of {len(pages)}" in text
        assert text.count(f" of {len(pages)}") == 1
    top = [title for depth, title, _ in outline(found) if depth == 0]
    assert top == ["Index", "Agenda cover sheet", "Report", "Letters", "Appendix", "Evidence"]


def test_the_index_and_the_bookmarks_lead_to_the_pages(store, proven):
    found = reader(made(store, BoardOrder(report=BOARD, cover=(), evidence=Evidence.EVERYONE)))
    pages = texts(found)
    letters = due_letters(stock(store).roll)
    for letter in letters:
        (page,) = [page for depth, title, page in outline(found) if (depth, title) == (1, letter.title)]
        assert letter.to.name in pages[page - 1]
        assert f"{letter.title} {page}" in " ".join(pages[0].split())
    assert "Basic course" in pages[-3]
    assert "phone.jpg" in pages[-1]


def test_a_public_packet_names_nobody_and_holds_no_evidence(store, proven):
    public = ReportOrder(name="board", editions=(Edition.PUBLIC,))
    order = BoardOrder(report=public, cover=(), appendix=("in-service",), evidence=Evidence.EVERYONE)
    found = reader(made(store, order))
    everything = " ".join(texts(found)) + " ".join(title for _, title, _ in outline(found))
    for record in store.records():
        assert record.officer.last_name not in everything.replace("Merriweather", "")
    assert [title for depth, title, _ in outline(found) if depth == 0] == ["Index", "Agenda cover sheet", "Report"]


def test_evidence_is_of_those_with_exceptions_of_everyone_or_of_none(store, proven):
    counts = {
        evidence: sum("Page " in text and "of the file" in text for text in texts(reader(made(store, order))))
        for evidence in Evidence
        for order in [BoardOrder(report=BOARD, letters=False, evidence=evidence)]
    }
    assert counts[Evidence.NONE] == 0
    assert counts[Evidence.EVERYONE] == 2


def test_an_audit_packet_has_facts_findings_changes_and_certificates(store, proven):
    found = reader(made(store, AuditOrder(officer_id=proven)))
    parts = [title for depth, title, _ in outline(found) if depth == 1]
    assert [title for title in parts if title != "One"][-4:] == [
        "Facts", "Findings", "Change log", "Certificates and scans"
    ]  # fmt: skip
    everything = " ".join(texts(found))
    record = store.record(proven)
    for held in record.credentials:
        if held.certificate_number:
            assert held.certificate_number in everything
    assert "Make the practice district" in everything
    assert "Attach 1 document" in everything
    assert "Basic course" in everything


def test_an_audit_packet_of_everyone_has_a_chapter_for_each(store, proven):
    found = reader(made(store, AuditOrder(changes=False)))
    chapters = [title for depth, title, _ in outline(found) if depth == 0]
    judged = stock(store).roll.officers
    assert chapters == ["Index", *(f"{j.officer.name} ({j.officer.officer_id})" for j in judged)]


def test_a_damaged_document_does_not_stop_the_packet(store, proven, monkeypatch):
    from core.store import Store

    whole = Store.blob
    monkeypatch.setattr(Store, "blob", lambda self, name: whole(self, name)[:40])
    found = reader(made(store, AuditOrder(officer_id=proven)))
    assert "This file cannot be shown here." in texts(found)[-1]
    assert "phone.jpg" in texts(found)[-1]


def test_the_same_packet_is_the_same_paper_and_another_document_makes_another(store, proven):
    order = AuditOrder(officer_id=proven, changes=False)
    first, second = made(store, order), made(store, order)
    assert first.content == second.content
    papers.register(store, first.printed, TODAY)
    papers.register(store, second.printed, TODAY)
    (paper,) = papers.papers(store)
    assert (paper.name, paper.officer_id, paper.pages) == ("audit-packet", proven, len(reader(first).pages))
    third = [c for c in store.rows(Credential) if c.officer_id == proven][2]
    attaching.attach(store, third, [Enclosure("more.pdf", scans.pdf("More"))], on=TODAY)
    assert made(store, order).printed[0].code != first.printed[0].code


def test_nobody_to_audit_is_said(store):
    with pytest.raises(UserError, match="no officer on file"):
        made(store, AuditOrder(officer_id="nobody"))


def test_the_work_can_be_stopped_between_officers(store):
    class StoppedError(Exception):
        pass

    def stop(number, of):
        if number == 3:
            raise StoppedError

    with pytest.raises(StoppedError):
        making.make(AuditOrder(changes=False), stock(store), stop)
