"""A fault of the program itself: told to the person, and written down without a word of the records."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from traceback import FrameSummary, extract_tb
from types import TracebackType
from typing import TYPE_CHECKING

from core.errors import UserError

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from gui.session import Session

SORRY = "Something went wrong; nothing was saved half."
SAFE = "What you recorded before this is safe. What you were typing is kept and offered when you open the form again."
FOLDER = "Reports of faults"
KEPT = 20
_ROOT = Path(__file__).resolve().parent.parent


def say_what_went_wrong(session: Session, window: QWidget) -> None:
    """A fault is told, never swallowed, and once at a time; the traceback goes to the standard error too."""
    told_now: list[BaseException] = []

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, UserError):
            session.prompts.tell(window, error.message, error.hint)
            return
        _print(kind, error, trace)
        if issubclass(kind, Exception) and not told_now:
            told_now.append(error)
            session.prompts.tell(window, SORRY, _hint(session, error))
            told_now.clear()

    sys.excepthook = hook


def _print(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if sys.stderr is not None:
        import traceback

        sys.stderr.write("".join(traceback.format_exception(kind, error, trace)))


def _hint(session: Session, error: BaseException) -> str:
    folder = Path(session.settings.fileName()).with_name(FOLDER)
    try:
        written = write_report(folder, error, session.now)
    except OSError:
        return SAFE
    return (
        f"{SAFE}\n\nA report without names or records was written to {written}. Send it to whoever looks after Muster."
    )


def write_report(folder: Path, error: BaseException, now: Callable[[], datetime]) -> Path:
    """Writes where in the program it happened; raises :class:`OSError` where there is no room for it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"Muster {now().astimezone():%Y-%m-%d %H%M%S}.txt"
    path.write_text("\n".join(lines(error)) + "\n", encoding="utf-8")
    for old in sorted(folder.glob("Muster *.txt"))[:-KEPT]:
        old.unlink(missing_ok=True)
    return path


def lines(error: BaseException) -> Iterator[str]:
    """The kinds of the errors and the places in the code: no message, which may quote a record, and no value."""
    import platform

    from PySide6 import __version__ as qt_version

    yield f"Muster on Python {platform.python_version()}, Qt {qt_version}, {platform.system()} {platform.release()}"
    seen: BaseException | None = error
    while seen is not None:
        yield type(seen).__qualname__
        yield from (
            f"  {_place(frame)}, line {frame.lineno}, in {frame.name}" for frame in extract_tb(seen.__traceback__)
        )
        seen = seen.__cause__ or seen.__context__


def _place(frame: FrameSummary) -> str:
    """Within the program; the folders above it may name a person."""
    path = Path(frame.filename)
    return path.relative_to(_ROOT).as_posix() if path.is_relative_to(_ROOT) else path.name
