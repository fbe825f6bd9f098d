"""Muster: arguments in, window or command line out."""

from __future__ import annotations

import getpass
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command of the command line, or open the window; the exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    from core.commands import NAMES

    if given and given[0] in NAMES:
        import platform

        from core.commands import Desk, run

        return run(given, Desk(user_name(), _now, platform.node()))
    return _window(given)


def _now() -> datetime:
    return datetime.now().astimezone()


def user_name() -> str:
    """The login name, for the change log."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "unknown"


def _window(given: list[str]) -> int:
    from core.commands import NAMES

    parser = ArgumentParser(
        prog="muster",
        description="Records of a school district's security staff. Without a command the window opens.",
        epilog=f"Commands: {', '.join(NAMES)}. Each has its own --help.",
    )
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="the records file to open")
    parser.add_argument("--sample", action="store_true", help="open a practice copy of the sample district")
    options = parser.parse_args(given)
    from gui.app import run as run_window

    return run_window(options.file, sample=options.sample, today=_now().date())


if __name__ == "__main__":
    sys.exit(main())
