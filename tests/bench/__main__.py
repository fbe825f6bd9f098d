"""All comparisons in one table: ``python -m tests.bench``, or with names to run only those.

Not part of the tests: run it on a machine that does nothing else.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence

from tests.bench import answering, calm, judging, lettering, starting
from tests.bench.measure import Absent, Line, table

BENCHES: dict[str, Callable[[], Iterable[Line | Absent]]] = {
    "starting": starting.bench,
    "judging": judging.bench,
    "answering": answering.bench,
    "calm": calm.bench,
    "lettering": lettering.bench,
}


def main(names: Sequence[str]) -> int:
    """1 where a target was missed."""
    unknown = set(names) - set(BENCHES)
    if unknown:
        sys.stderr.write(f"There is no bench {', '.join(sorted(unknown))}; there are {', '.join(BENCHES)}.\n")
        return 2
    lines = [line for name in names or BENCHES for line in BENCHES[name]()]
    sys.stdout.write(table(lines) + "\n")
    return int(any(isinstance(line, Line) and line.verdict == "MISSED" for line in lines))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
