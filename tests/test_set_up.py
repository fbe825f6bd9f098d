"""The set-up's decisions, with nothing really installed."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parent.parent / "packaging" / "set_up.py"


@pytest.fixture
def set_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """The script as a module, with a virtual environment of its own to look at."""
    spec = importlib.util.spec_from_file_location("set_up", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "VENV", tmp_path)
    return module


@pytest.fixture
def commands(set_up: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What would have been run; all of it succeeds."""
    ran: list[str] = []

    def run(*command: object) -> int:
        ran.append(" ".join(map(str, command)))
        return 0

    monkeypatch.setattr(set_up, "run", run)
    return ran


def test_an_old_python_is_told_so(set_up: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    assert set_up.main(["test"]) == 2
    assert "Muster needs Python 3.11 or later; this is Python" in capsys.readouterr().err


def test_without_a_display_it_says_so_and_does_nothing(
    set_up: ModuleType, commands: list[str], monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert set_up.main(["start"]) == 2
    assert "There is no display to open the window on." in capsys.readouterr().err
    assert commands == []


def test_a_lock_is_installed_once_until_it_changes(set_up: ModuleType, commands: list[str], tmp_path: Path) -> None:
    lock = tmp_path / "lock.txt"
    for content in ("a==1", "a==1", "a==2", "a==2"):
        lock.write_text(content, encoding="utf-8")
        set_up.install(lock)
    assert len(commands) == 2
    assert all("--require-hashes" in command for command in commands)


def test_a_lock_that_failed_is_installed_again(
    set_up: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    lock = tmp_path / "lock.txt"
    lock.write_text("a==1", encoding="utf-8")
    results = iter([1, 0])
    monkeypatch.setattr(set_up, "run", lambda *command: next(results))
    with pytest.raises(set_up.SetUpError, match="could not be installed"):
        set_up.install(lock)
    set_up.install(lock)
    assert next(results, "all used") == "all used"


def test_a_clerk_is_given_the_one_command_that_root_would_run(
    set_up: ModuleType, commands: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(set_up.shutil, "which", lambda name: "/usr/bin/apt-get")
    monkeypatch.setattr(set_up.os, "geteuid", lambda: 1000, raising=False)
    monkeypatch.setattr(set_up, "failure", lambda trial: "libGL.so.1: cannot open shared object file")
    with pytest.raises(set_up.SetUpError) as refused:
        set_up.provide_libraries(set_up.CAN_DRAW, set_up.DRAWING)
    *_, last = str(refused.value).splitlines()
    assert last.split() == ["sudo", "apt-get", "install", "--no-install-recommends", *set_up.DRAWING]
    assert "libGL.so.1" in str(refused.value)
    assert commands == []


def test_root_has_them_installed_and_tried_again(
    set_up: ModuleType, commands: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(set_up.shutil, "which", lambda name: "/usr/bin/apt-get")
    monkeypatch.setattr(set_up.os, "geteuid", lambda: 0, raising=False)
    monkeypatch.setenv("DEBIAN_FRONTEND", "")
    failures = iter(["libGL.so.1", None])
    monkeypatch.setattr(set_up, "failure", lambda trial: next(failures))
    set_up.provide_libraries(set_up.CAN_DRAW, set_up.DRAWING)
    update, install = commands
    assert update.startswith("apt-get update")
    assert set(set_up.DRAWING) <= set(install.split())


def test_every_check_runs_and_a_failed_one_is_not_forgotten(
    set_up: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    ran: list[str] = []

    def run(program: Path | str, *arguments: str) -> int:
        ran.append(" ".join((Path(program).name, *arguments)))
        return int("mypy" in ran[-1])

    monkeypatch.setattr(set_up, "run", run)
    monkeypatch.setattr(set_up, "make_ready", lambda lock: None)
    monkeypatch.setenv("QT_QPA_PLATFORM", "")
    assert set_up.main(["test"]) == 1
    assert ran[:-1] == ["ruff check", "ruff format --check", "mypy", "lint-imports"]
    assert ran[-1].endswith("-m pytest")
    assert "failed: mypy" in capsys.readouterr().err
