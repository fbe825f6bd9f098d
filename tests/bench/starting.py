"""From the start of the process to its first painted window, against a bare window of the same toolkit."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from core.sample import make_practice_file
from tests.bench.measure import Line, Seconds, in_turns

PAINTED = Path(__file__).with_name("painted.py")


def bench(rounds: int = 15) -> Iterator[Line]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "Practice.muster"
        now = datetime.now(UTC)
        make_practice_file(file, now.date(), who="bench", now=lambda: now).close()
        environment = {
            name: value for name, value in os.environ.items() if name not in ("PYTHONDONTWRITEBYTECODE", "DISPLAY")
        }
        environment |= {"QT_QPA_PLATFORM": "offscreen", "XDG_DATA_HOME": folder, "LOCALAPPDATA": folder}
        with_records: list[Seconds] = []

        def ours() -> Seconds:
            first, complete = _painted(environment, "muster", str(file))
            with_records.append(complete)
            return first

        first, bare = in_turns(ours, lambda: _painted(environment, "bare")[0], rounds)
    yield Line("Start to first painted window", first, bare, "a bare QMainWindow", 1.5)
    yield Line("Start to the records painted", sorted(with_records)[rounds // 2], bare, "a bare QMainWindow")


def _painted(environment: dict[str, str], *what: str) -> tuple[Seconds, Seconds]:
    done = subprocess.run(
        [sys.executable, PAINTED, str(time.time()), *what],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
    )
    first, complete = map(float, done.stdout.split())
    return first, complete
