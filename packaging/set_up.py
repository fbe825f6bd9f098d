"""From a fresh clone to the running program, or to its tests, with Python 3.11 or later and nothing else.

    python3 packaging/set_up.py start     the program, on a practice district
    python3 packaging/set_up.py test      every check and all tests

(On Windows: ``py packaging\\set_up.py start``.) What it needs goes into ``.venv`` beside this folder, in exactly the
versions of the locks; a second run finds it there. On Debian and its kin it also looks after Qt's system libraries.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
OLDEST = (3, 11)

DRAWING = (
    "libgl1", "libegl1", "libxkbcommon0", "libglib2.0-0", "libfreetype6", "libfontconfig1", "libdbus-1-3",
)  # fmt: skip
"""The Debian packages Qt needs to draw at all."""
WINDOW = ("libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0", "libxkbcommon-x11-0")
"""Those it needs besides to open a window."""

CAN_DRAW = "import PySide6.QtGui, PySide6.QtWidgets"
CAN_OPEN_A_WINDOW = """
import ctypes, pathlib, PySide6.QtGui
plugins = pathlib.Path(PySide6.__file__).parent / "Qt" / "plugins" / "platforms"
ctypes.CDLL(str(plugins / "libqxcb.so"))
"""
CHECKS = (("ruff", "check"), ("ruff", "format", "--check"), ("mypy",), ("lint-imports",))


class SetUpError(Exception):
    """What the person at the keyboard must do first, in a sentence."""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Set Muster up in .venv, then start it or test it.")
    parser.add_argument("what", choices=("start", "test"), help="start the program on a practice district, or test it")
    options = parser.parse_args(arguments)
    try:
        check_python()
        return start() if options.what == "start" else test()
    except SetUpError as error:
        print(f"set_up: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def start() -> int:
    if not has_display():
        raise SetUpError("There is no display to open the window on. The tests need none: packaging/set_up.py test")
    make_ready("lock.txt")
    if os.environ.get("DISPLAY") and not os.environ.get("QT_QPA_PLATFORM"):
        provide_libraries(CAN_OPEN_A_WINDOW, DRAWING + WINDOW)
    return run(PYTHON, ROOT / "main.py", "--sample")


def test() -> int:
    """Every check, then the tests, whose closing line comes last."""
    make_ready("lock-test.txt")
    failed = [" ".join(check) for check in CHECKS if run(SCRIPTS / check[0], *check[1:]) != 0]
    if failed:
        print(f"set_up: failed: {', '.join(failed)}", file=sys.stderr, flush=True)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return run(PYTHON, "-m", "pytest") or int(bool(failed))


def check_python() -> None:
    if sys.version_info < OLDEST:
        raise SetUpError(f"Muster needs Python 3.11 or later; this is Python {sys.version.split()[0]}.")


def has_display() -> bool:
    if sys.platform in ("win32", "darwin"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def make_ready(lock: str) -> None:
    make_environment()
    install(ROOT / "packaging" / lock)
    if sys.platform == "linux":
        provide_libraries(CAN_DRAW, DRAWING)


def make_environment() -> None:
    """A virtual environment that was made by a Python since removed, or too old, is made anew."""
    if succeeds(PYTHON, "-c", f"import sys; sys.exit(sys.version_info < {OLDEST})"):
        return
    if not (importlib.util.find_spec("ensurepip") and importlib.util.find_spec("venv")):
        apt_install(("python3-venv",), "This Python cannot make virtual environments.")
    say("Making .venv ...")
    if run(sys.executable, "-m", "venv", "--clear", VENV) != 0:
        raise SetUpError(f"The virtual environment {VENV} could not be made; the reason stands above.")


def install(lock: Path) -> None:
    """Does nothing where just this lock has been installed before."""
    stamp = VENV / f"installed-{lock.stem}"
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text(encoding="ascii") == digest:
        return
    say(f"Installing what packaging/{lock.name} lists into .venv ...")
    pip = (PYTHON, "-m", "pip", "--quiet", "--disable-pip-version-check", "--no-input")
    if run(*pip, "install", "--require-hashes", "-r", lock) != 0:
        raise SetUpError("The libraries could not be installed; the reason stands above. This needs a network, once.")
    stamp.write_text(digest, encoding="ascii")


def provide_libraries(trial: str, packages: Sequence[str]) -> None:
    """Installs ``packages`` where ``trial`` fails in the environment's Python; it must succeed then."""
    reason = failure(trial)
    if reason is None:
        return
    apt_install(packages, f"Qt lacks system libraries ({reason}).")
    reason = failure(trial)
    if reason is not None:
        raise SetUpError(f"Qt still lacks a system library: {reason}")


def failure(trial: str) -> str | None:
    done = subprocess.run([PYTHON, "-c", trial], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    return None if done.returncode == 0 else (done.stderr.strip().splitlines() or ["no reason given"])[-1]


def apt_install(packages: Sequence[str], reason: str) -> None:
    install_them = ("apt-get", "install", "--no-install-recommends", *packages)
    if not shutil.which("apt-get"):
        raise SetUpError(f"{reason} Install what Debian calls: {' '.join(packages)}")
    if os.geteuid() != 0:
        raise SetUpError(f"{reason} Run this, then try again:\n  sudo {' '.join(install_them)}")
    say(f"{reason} Installing {' '.join(packages)} ...")
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    if run("apt-get", "update", "--quiet=2") or run(*install_them, "--yes", "--quiet=2"):
        raise SetUpError(f"apt-get could not install {' '.join(packages)}; the reason stands above.")


def say(text: str) -> None:
    print(text, flush=True)


def run(*command: str | Path) -> int:
    return subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, check=False).returncode


def succeeds(*command: str | Path) -> bool:
    try:
        return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(main())
