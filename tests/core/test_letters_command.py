"""Letters from the command line: those due, and those of a kind with what is set for it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader

from core import documents
from core.commands import Desk, run
from core.reports.letters import LetterKind, original
from core.stationery import save_wording

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
DESK = Desk("clerk", lambda: NOW)


@pytest.fixture
def practice(tmp_path: Path) -> Path:
    path = tmp_path / "practice.muster"
    assert run(["new", str(path), "--sample"], DESK) == 0
    return path


def letters(practice: Path, folder: Path, *arguments: str) -> int:
    return run(["letters", str(practice), "-o", str(folder), *arguments], DESK)


def text(path: Path) -> str:
    return " ".join("\n".join(page.extract_text() for page in PdfReader(path).pages).split())


def test_a_kind_is_made_with_what_is_set(practice: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "out"
    setting = ["--set", "notice=11/2/2026", "--set", "answer=Done.\nAnd more = better."]
    assert letters(practice, folder, "--kind", "deficiency", *setting) == 0
    (path,) = folder.glob("*.pdf")
    assert "December 17, 2026" in text(path)
    assert "And more = better." in text(path)
    assert "1 letter as of 11/23/2026" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--kind", "deficiency"], "“Date of the notice” is missing"),
        (["--kind", "deficiency", "--set", "notice"], "“notice” says no value"),
        (["--kind", "range", "--set", "range_day=never", "--set", "place=x"], "Range day"),
        (["--kind", "standing", "--set", "size=1"], "has no “size”"),
        (["--kind", "nothing"], "There is no letter “nothing”"),
        (["--set", "a=b"], "--set is for letters of one kind"),
        (["--kind", "standing", "--officer", "Z99"], "“Z99” is no officer"),
        (["--kind", "standing", "--officer", "P107"], "No statement of good standing can be made"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(
    practice: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], complaint: str
) -> None:
    folder = tmp_path / "out"
    assert letters(practice, folder, *arguments) == 2
    assert complaint in capsys.readouterr().err
    assert not folder.exists()


def test_one_file_in_the_order_of_the_envelopes_and_labels(
    practice: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "out"
    assert letters(practice, folder, "--combined", "--labels") == 0
    assert {path.name for path in folder.iterdir()} == {"letters.pdf", "labels.pdf"}
    assert "Harlan Springs, MS 38699" in text(folder / "labels.pdf")
    assert "No label for Harlan Springs Police Department: the address is not recorded." in capsys.readouterr().out


def test_the_districts_own_words_are_printed(practice: Path, tmp_path: Path) -> None:
    words = original(LetterKind.OVERDUE).replace("Sincerely,", "With regards,")
    with documents.open_file(practice, who="clerk", now=lambda: NOW) as store:
        save_wording(store, "overdue", words)
    folder = tmp_path / "out"
    assert letters(practice, folder, "--kind", "overdue", "--combined") == 0
    assert "With regards," in text(folder / "letters.pdf")
