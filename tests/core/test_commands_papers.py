"""Papers by the command line: registered only where that is asked for, and then found again by their code."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from core import documents, papers
from core.commands import Desk, run
from core.sample import make_practice_file

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
DESK = Desk("pat", lambda: NOW)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "practice.muster"
    make_practice_file(path, date(2026, 11, 23), who="sample", now=lambda: NOW).close()
    return path


def command(*words) -> int:
    return run([str(word) for word in words], DESK)


def registered(file):
    with documents.open_to_read(file) as store:
        return [(paper, papers.stored_pages(store, paper)) for paper in papers.papers(store)]


def text(content: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def test_a_report_is_registered_only_where_it_is_asked_for(file, tmp_path, capsys):
    out = tmp_path / "board.pdf"
    assert command("report", "board", file, "-o", out, "--as-of", "2026-11-02", "--meeting", "2026-11-09") == 0
    assert registered(file) == []
    assert "Paper " not in text(out.read_bytes())
    words = ("--as-of", "2026-11-02", "--meeting", "2026-11-09", "--register")
    assert command("report", "board", file, "-o", out, *words) == 0
    ((paper, content),) = registered(file)
    assert out.read_bytes() == content
    assert command("check", papers.shown_code(paper.code), file) == 0
    told = capsys.readouterr().out
    assert "as of 11/2/2026" in told
    assert "say the same" in told


def test_the_next_board_report_is_compared_with_the_last_meeting(file, tmp_path):
    out = tmp_path / "board.pdf"
    command("report", "board", file, "-o", out, "--as-of", "2026-09-01", "--meeting", "2026-09-14", "--register")
    command("report", "board", file, "-o", out, "--as-of", "2026-11-23", "--meeting", "2026-12-14")
    assert "September 1, 2026" in text(out.read_bytes())


def test_letters_are_registered_each_by_itself(file, tmp_path):
    assert command("letters", file, "-o", tmp_path / "out", "--register") == 0
    kept = registered(file)
    assert len(kept) == len(list((tmp_path / "out").glob("*.pdf"))) > 3
    assert {content for _, content in kept} == {path.read_bytes() for path in (tmp_path / "out").glob("*.pdf")}
    assert command("letters", file, "-o", tmp_path / "one", "--register", "--combined") == 0
    assert len(registered(file)) == len(kept)
    together = text((tmp_path / "one" / "letters.pdf").read_bytes())
    assert all(papers.shown_code(paper.code) in together for paper, _ in kept)


@pytest.mark.parametrize("name", ["board", "audit"])
def test_a_packet_has_one_numbering(file, tmp_path, name):
    out = tmp_path / "packet.pdf"
    assert command("packet", name, file, "-o", out) == 0
    pages = PdfReader(out).pages
    assert all(f"Page {n} of {len(pages)}" in page.extract_text() for n, page in enumerate(pages, start=1))
    assert registered(file) == []
    assert command("packet", name, file, "-o", out, "--register") == 0
    ((paper, content),) = registered(file)
    assert content == out.read_bytes()
    assert paper.pages == len(pages)


def test_the_register_itself_is_a_report(file, tmp_path):
    command("report", "roster", file, "-o", tmp_path / "roster.pdf", "--register")
    assert command("report", "papers", file, "-o", tmp_path / "papers.pdf") == 0
    ((paper, _),) = registered(file)
    assert papers.shown_code(paper.code) in text((tmp_path / "papers.pdf").read_bytes())


def test_a_code_that_is_not_in_the_register_is_refused(file, capsys):
    assert command("check", "7KQ2-M9XD", file) == 2
    assert re.search("No paper with the code 7KQ2-M9XD", capsys.readouterr().err)
