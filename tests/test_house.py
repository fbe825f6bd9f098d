"""What holds of the whole house: which way imports point, what the repository must and must not hold."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("lock.txt", "lock-test.txt")
OURS = ("core", "gui", "packaging", "resources", "tests")
TEXTS = {".py", ".toml", ".md", ".txt", ".csv", ".json", ".svg", ".sh", ".ini", ".yml"}

HEAVY = {"PySide6", "sqlite_utils", "reportlab", "openpyxl", "odfdo", "icalendar", "pypdfium2"}
CLOCK = re.compile(r"\b(date\.today|datetime\.(now|utcnow|today)|time\.(time|monotonic))\(")
PINNED = re.compile(r"[a-z0-9-]+==\S+( ; .+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?|#.*")


def sources(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


def imported(source: Path) -> Iterator[str]:
    """The modules a file imports anywhere in it."""
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_imports_point_one_way() -> None:
    lint_imports = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [lint_imports, "--no-logo", "--no-cache"], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_nothing_imports_the_entry_point() -> None:
    assert [source for source in sources("core", "gui") if "main" in imported(source)] == []


def test_only_the_window_imports_qt() -> None:
    qt = [source for source in sources("core", "packaging") if any(n.startswith("PySide6") for n in imported(source))]
    assert qt == []


@pytest.mark.parametrize("command", [["status", "--help"], ["verify", "--help"]])
def test_the_command_line_starts_without_qt_and_heavy_libraries(command: list[str]) -> None:
    script = f"""
import sys, main
try:
    main.main({command!r})
except SystemExit:
    pass
sys.exit(bool({HEAVY!r} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_folder_named_packaging_does_not_hide_the_library() -> None:
    assert not (ROOT / "packaging" / "__init__.py").exists()
    from packaging.version import Version

    assert Version("2") > Version("1")


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_everything_by_hash_and_names_no_host(lock: str) -> None:
    lines = (ROOT / "packaging" / lock).read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not PINNED.fullmatch(line)] == []
    assert not [line for line in lines if "://" in line]


def test_the_test_lock_holds_the_program_s_versions() -> None:
    program, test = (pins(lock) for lock in LOCKS)
    assert program
    assert program.items() <= test.items()


def pins(lock: str) -> dict[str, str]:
    text = (ROOT / "packaging" / lock).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, re.MULTILINE))


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    named = [*project["project"]["dependencies"], *project["dependency-groups"]["test"]]
    names = {re.split(r"[=><~ ;\[]", dependency)[0].lower() for dependency in named}
    assert names <= set(pins("lock-test.txt"))


def test_the_program_asks_no_network() -> None:
    network = {"socket", "http", "urllib", "ssl", "ftplib", "smtplib", "requests", "asyncio", "xmlrpc"}
    asking = [
        f"{source.name}: {name}"
        for source in [ROOT / "main.py", *sources("core", "gui")]
        for name in imported(source)
        if name.split(".")[0] in network and name != "urllib.parse"
    ]
    assert asking == []


def test_the_core_has_no_clock() -> None:
    asking = [source.name for source in sources("core") if CLOCK.search(source.read_text(encoding="utf-8"))]
    assert asking == []


def test_texts_are_utf8_with_plain_line_ends() -> None:
    for folder in OURS:
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in TEXTS and "files" not in path.parts:
                text = path.read_bytes().decode("utf-8")
                assert "\r" not in text, path
                assert not text.startswith("\ufeff"), path


@pytest.mark.parametrize("source", [*sources("core", "gui")], ids=lambda path: path.relative_to(ROOT).as_posix())
def test_nothing_speaks_to_a_network(source: Path) -> None:
    speakers = {"socket", "ssl", "urllib.request", "http", "ftplib", "smtplib", "requests", "PySide6.QtNetwork"}
    assert not {name for name in imported(source) if name in speakers or name.partition(".")[0] in speakers}
