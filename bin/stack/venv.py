"""The project's own Python environment: made once, looked at again when the pins change."""

import hashlib
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from stack import ROOT, VENV, signals
from stack.console import Refusal, say
from stack.guardian import guardian
from stack.locks import try_lock
from stack.processes import Child, run_to_end

PYTHON = VENV / "bin" / "python"
INSTALLER = ROOT / "bin" / "stack" / "installer.txt"
UNFINISHED = VENV / "unfinished"  # there while something is being installed


def ensure(*names: str) -> None:
    """Installs these requirements files, unless exactly these have been installed before."""
    files = [ROOT / name for name in names]
    if _is_current(files):
        return
    with _alone():
        if not _usable():
            _create()
        for file in files:
            if not _is_current([file]):
                _install(file)
                _stamp(file).write_text(_fingerprint(file))


def enter(module: str, arguments: Sequence[str] = ()) -> None:
    """Becomes the same module under the environment's Python, unless it already is."""
    if Path(sys.prefix) != VENV:
        guardian.close()
        signals.hold()
        command = [str(PYTHON), "-P", "-m", module, *arguments]
        os.execv(PYTHON, command)  # noqa: S606 (the point is to become it, without a shell)


def _is_current(files: list[Path]) -> bool:
    return _usable() and all(
        _stamp(file).exists() and _stamp(file).read_text() == _fingerprint(file) for file in files
    )


def _stamp(file: Path) -> Path:
    return VENV / f"installed-{file.name}"


def _fingerprint(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _usable() -> bool:
    """Not when it is missing, its Python is gone, an installation into it was interrupted, or it
    was copied here (its scripts name the old place)."""
    settings = VENV / "pyvenv.cfg"
    if UNFINISHED.exists() or not (PYTHON.exists() and settings.exists()):
        return False
    made_by = [line for line in settings.read_text().splitlines() if line.startswith("command = ")]
    return all(line.endswith(f" {VENV.resolve()}") for line in made_by)


@contextmanager
def _alone() -> Iterator[None]:
    """Two commands started at once must not install into one environment at once."""
    folder = os.open(ROOT / "bin", os.O_RDONLY)
    try:
        while not try_lock(folder):
            signals.pause(0.2)
        yield
    finally:
        os.close(folder)


def _create() -> None:
    say(f"Making the Python environment {VENV}")
    shutil.rmtree(VENV, ignore_errors=True)
    VENV.mkdir(exist_ok=True)
    if _run(sys.executable, "-m", "venv", str(VENV)) != 0:
        shutil.rmtree(VENV)
        raise Refusal(
            f"{sys.executable} could not make a virtual environment (see above). "
            "On Debian and Ubuntu the package python3-venv is needed."
        )


def _install(file: Path) -> None:
    say(f"Installing {file.name}")
    if _by_uv(file) != 0:
        say("Installing with pip, because uv could not")
        if _by_pip(file) != 0:
            raise Refusal(f"{file.name} could not be installed (see above). Is there a network?")


def _by_uv(file: Path) -> int:
    """Three times as fast, but blind to pip's settings, which some networks need."""
    uv = VENV / "bin" / "uv"
    if not uv.exists() and (code := _by_pip(INSTALLER)) != 0:
        return code
    return _run(str(uv), "pip", "install", "-q", "--python", str(PYTHON), *_pins(file))


def _by_pip(file: Path) -> int:
    return _run(str(PYTHON), "-m", "pip", "install", "-q", *_pins(file))


def _pins(file: Path) -> list[str]:
    return ["--require-hashes", "-r", str(file)]


def _run(*command: str) -> int:
    UNFINISHED.touch()
    code = run_to_end(Child("install", command))
    UNFINISHED.unlink()
    return code
