"""Every bench runs, in miniature, so that none of them rots; no test asserts a time."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from contextlib import closing

import pytest

from core.engine import call_roll
from core.policy import default_policy
from core.reports.pdf import render_all
from gui import session as sessions
from tests.bench import __main__ as command
from tests.bench import answering, calm, judging, lettering, office, starting
from tests.bench.measure import Absent, Line, against_frame, in_turns, table
from tests.districts import TODAY, district, district_record_of, records_of


def measured(lines: Iterable[Line | Absent]) -> list[Line]:
    """The comparisons that were made, each of which took some time on both sides."""
    made = [line for line in lines if isinstance(line, Line)]
    assert all(line.ours > 0 and line.peer > 0 for line in made)
    return made


def test_starting() -> None:
    first, complete = measured(starting.bench(rounds=1))
    assert first.at_most == 1.5
    assert complete.ours >= first.ours


def test_judging() -> None:
    (line,) = measured(judging.bench(officers=20, records=1000, rounds=1))
    assert line.name.startswith("Judging 20 officers, 1,0")


def test_the_aggregate_counts_what_the_rules_count() -> None:
    invented = district(5, 30)
    dates = {"first": "2026-07-01", "today": TODAY.isoformat()}
    with closing(judging.tables(invented)) as connection:
        hours = {row[0]: row[3] or 0.0 for row in connection.execute(judging.SUMS, dates)}
    records, of_district = records_of(invented), district_record_of(invented)
    roll = call_roll(default_policy(), records, of_district, TODAY)
    have = {
        judged.officer.officer_id: finding.have
        for judged in roll.officers
        for finding in judged.findings
        if finding.period == "2026-27" and finding.requirement.id == "in-service"
    }
    assert have
    assert have == {officer_id: hours[officer_id] for officer_id in have}


def test_answering(qapp: object) -> None:
    lines = measured(answering.bench(officers=30, records=900, rounds=4))
    assert [line.at_most for line in lines] == [1.0] * 4


def test_calm(qapp: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "LARGE", 0)
    monkeypatch.setattr(sessions, "MANY", 0)
    lines = measured(calm.bench(officers=20, records=600, pasted=30))
    assert [line.peer for line in lines] == [calm.LIMIT] * 12


def test_lettering(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda program: None)
    (line,) = measured(lettering.bench(letters=3, rounds=1))
    assert line.name.startswith("3 letters")


def test_the_bare_canvas_draws_the_same_text() -> None:
    pages = lettering.pages_of(render_all(lettering.some_letters(2)))
    drawn = lettering.pages_of(lettering.draw(pages))
    assert list(map(words, drawn)) == list(map(words, pages))


def words(page: lettering.Page) -> list[str]:
    return [word for placed in page for word in placed.text.split()]


def test_the_office_document_holds_every_letter() -> None:
    documents = lettering.some_letters(4)
    source = "".join(map(office._letter, documents))
    assert source.count('text:style-name="New"') == 4
    assert source.count("Sincerely,") == 4


def test_the_table_says_what_was_reached() -> None:
    lines: list[Line | Absent] = [
        Line("Fast", 0.010, 0.020, "a peer", 1.0),
        Line("Slow", 2.5, 1.0, "a peer", 2.0),
        Absent("No", "not here"),
    ]
    assert table(lines).splitlines()[1:] == [
        "Fast  10.0 ms  20.0 ms   0.50     ≤ 1  reached   a peer",
        "Slow   2.50 s   1.00 s   2.50     ≤ 2  MISSED    a peer",
        "No                                     not here",
    ]


def test_turns_alternate_and_the_first_is_not_counted() -> None:
    said: list[str] = []
    times = iter([9.0, 9.0, 1.0, 10.0, 3.0, 30.0, 2.0, 20.0])

    def takes(name: str) -> float:
        said.append(name)
        return next(times)

    assert in_turns(lambda: takes("a"), lambda: takes("b"), 3) == (2.0, 20.0)
    assert "".join(said) == "abababab"


def test_the_slowest_of_twenty_decide_the_percentile() -> None:
    middle, slow = against_frame("x", [0.001] * 90 + [0.2] * 10)
    assert (middle.verdict, slow.verdict) == ("reached", "MISSED")


def test_an_unknown_bench_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["flying"]) == 2
    assert "no bench flying; there are starting, judging" in capsys.readouterr().err
