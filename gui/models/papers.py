"""The register of papers as a list: what was printed, about whom, and by which code it is found again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from core.model import Paper
from core.papers import shown_code
from core.reports.catalogue import REPORTS
from core.reports.wording import Edition
from gui.models.rows import Column, RowsModel, fold


class PapersModel(RowsModel[Paper]):
    """With ``about`` it names the officers; an officer’s own page needs no such column."""

    def __init__(self, *, about: bool = True) -> None:
        self._names: Mapping[str, str] = {}
        columns = [
            Column[Paper]("Printed", lambda paper: paper.printed_on, right=True, width=96),
            Column[Paper]("What", paper_words, width=280),
            Column[Paper]("About", self._name, width=128),
            Column[Paper]("As of", lambda paper: paper.as_of, right=True, width=96),
            Column[Paper]("Code", lambda paper: shown_code(paper.code), width=104),
            Column[Paper]("Pages", lambda paper: paper.pages, right=True, width=64),
        ]
        shown = columns if about else [column for column in columns if column.title != "About"]
        super().__init__(shown, lambda paper: paper.id, self._text)

    def show(self, papers: Iterable[Paper], names: Mapping[str, str]) -> None:
        """``names`` of the officers by id."""
        self._names = names
        self.set_rows(papers)

    def _name(self, paper: Paper) -> str:
        return self._names.get(paper.officer_id, paper.officer_id)

    def _text(self, paper: Paper) -> str:
        """Found by its code with and without the hyphen."""
        return fold(" ".join((paper_words(paper), self._name(paper), paper.code, shown_code(paper.code))))


def paper_words(paper: Paper) -> str:
    """A report by its name with the edition, a letter or a packet by its title."""
    if paper.name not in REPORTS:
        return paper.title
    public = ", public edition" if paper.edition == Edition.PUBLIC else ""
    return f"{REPORTS[paper.name].title}{public}"
