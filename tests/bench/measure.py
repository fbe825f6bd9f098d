"""Ours against a peer, in turns on the same machine, as a ratio of medians: such numbers travel, seconds do not."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter

Seconds = float
FRAME: Seconds = 0.016
"""One picture of a screen that shows sixty in a second."""
HEAD = ("", "ours", "peer", "ratio", "target", "verdict", "against")
NUMBERS = frozenset(HEAD[1:5])


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table; the target is the greatest ratio of ``ours`` to ``peer`` that will do, if there is one."""

    name: str
    ours: Seconds
    peer: Seconds
    against: str
    at_most: float | None = None

    @property
    def ratio(self) -> float:
        return self.ours / self.peer

    @property
    def verdict(self) -> str:
        if self.at_most is None:
            return ""
        return "reached" if self.ratio <= self.at_most else "MISSED"

    def cells(self) -> tuple[str, ...]:
        target = "" if self.at_most is None else f"≤ {self.at_most:g}"
        return self.name, shown(self.ours), shown(self.peer), f"{self.ratio:.2f}", target, self.verdict, self.against


@dataclass(frozen=True, slots=True)
class Absent:
    """A comparison that this machine has no peer for."""

    name: str
    reason: str

    def cells(self) -> tuple[str, ...]:
        return self.name, "", "", "", "", self.reason, ""


def timed(act: Callable[[], object]) -> Seconds:
    gc.collect()
    began = perf_counter()
    act()
    return perf_counter() - began


def in_turns(ours: Callable[[], Seconds], peer: Callable[[], Seconds], rounds: int) -> tuple[Seconds, Seconds]:
    """The medians of both, A B A B, after a round that is not counted."""
    pairs = [(ours(), peer()) for _ in range(rounds + 1)][1:]
    mine, theirs = zip(*pairs, strict=True)
    return median(mine), median(theirs)


def against_frame(name: str, taken: list[Seconds]) -> tuple[Line, Line]:
    """What answers a person: the median within one frame, the 95th percentile within 50 ms."""
    ninety_fifth = quantiles(taken, n=20)[-1] if len(taken) > 1 else taken[0]
    return (
        Line(f"{name}, median", median(taken), FRAME, "a frame of 16 ms", 1.0),
        Line(f"{name}, 95th percentile", ninety_fifth, 0.050, "50 ms", 1.0),
    )


def shown(seconds: Seconds) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.1f} ms"


def table(lines: Iterable[Line | Absent]) -> str:
    rows = [HEAD, *(line.cells() for line in lines)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(_set(row, widths).rstrip() for row in rows)


def _set(cells: tuple[str, ...], widths: list[int]) -> str:
    columns = zip(HEAD, cells, widths, strict=True)
    return "  ".join(cell.rjust(width) if head in NUMBERS else cell.ljust(width) for head, cell, width in columns)
