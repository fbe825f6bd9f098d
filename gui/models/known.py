"""Findings as they were judged by what was known then, beside how they are judged now."""

from __future__ import annotations

from collections.abc import Callable

from core.findings import Finding, Judged
from core.knowing import Changed
from core.model import SEVERITY, Status
from core.reports.wording import matter
from gui import theme
from gui.models.rows import Column, RowsModel, fold

NONE = "Not judged"
"""There was no such finding: the officer, the weapon or the year was not on record."""


class KnownModel(RowsModel[Changed]):
    """``judged`` gives the officer as judged now, for the words that say what a finding is about."""

    def __init__(self, judged: Callable[[str], Judged | None]) -> None:
        def what(changed: Changed) -> str:
            return matter(judged(changed.finding.officer_id or ""), changed.finding)

        columns = (
            Column[Changed]("Who", lambda changed: changed.who, width=140),
            Column[Changed]("What", what, width=280),
            _state("Known then", lambda changed: changed.then),
            _state("Known now", lambda changed: changed.now),
            Column[Changed]("Entered since", _entries, width=220),
        )
        super().__init__(
            columns,
            key,
            lambda changed: fold(f"{changed.who} {what(changed)} {_entries(changed)}"),
            faint=lambda changed: not changed.in_state,
        )


def key(changed: Changed) -> tuple[object, ...]:
    finding = changed.finding
    return finding.officer_id, finding.requirement.id, finding.item, finding.period


def _state(title: str, side: Callable[[Changed], Finding | None]) -> Column[Changed]:
    return Column(title, lambda c: _rank(side(c)), lambda c: words(side(c)), lambda c: status(side(c)), width=124)


def status(finding: Finding | None) -> Status | None:
    return finding.status if finding else None


def words(finding: Finding | None) -> str:
    return theme.STATE_WORDS[finding.status] if finding else NONE


def _rank(finding: Finding | None) -> int:
    return SEVERITY[finding.status] if finding else len(SEVERITY)


def _entries(changed: Changed) -> str:
    labels = [entry.label for entry in changed.entries]
    return labels[0] if len(labels) == 1 else f"{labels[0]} and {len(labels) - 1} more" if labels else ""
