"""How far long work is, told to whoever shows it."""

from __future__ import annotations

from collections.abc import Callable

Step = Callable[[int, int], object]
"""Hears how many of how many steps are done; what it raises ends the work with nothing done."""


def unheard(_done: int, _of: int) -> None:
    """Nobody asks how far it is."""
