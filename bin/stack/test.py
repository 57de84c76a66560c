"""bin/test: every check, each with its own line; pytest last, so that its summary ends the output.

Servers of its own on free ports, on data that is thrown away.
"""

import os
import secrets
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from signal import SIGINT

from stack import browser, signals, venv
from stack.console import Refusal, say
from stack.datafolder import DataFolder
from stack.environment import THIS_MACHINE, path
from stack.parts import start_postgres, start_valkey
from stack.processes import Child, run_to_end
from stack.supervisor import Supervisor

FULL = "--full"
INTERRUPTED = 130
# Nothing else of the caller's environment reaches a check, so that all machines test the same.
PASSED_ON = ("PATH", "HOME", "USER", "SHELL", "TERM", "COLUMNS", "NO_COLOR", "LANG", "TMPDIR", "CI")

CHECKS = {
    "ruff check": "ruff check .",
    "ruff format": "ruff format --check .",
    "mypy": "mypy",
    "import contracts": "lint-imports",
    "migrations": "python manage.py makemigrations --check --dry-run",
    "deployment": "python manage.py check --deploy --fail-level WARNING",
}
PRODUCTION = {"DEMO": "off", "ALLOWED_HOSTS": "example.com", "EMAIL_URL": "smtp://localhost"}


def main() -> int:
    signals.listen()
    try:
        venv.ensure("requirements.txt", "requirements-dev.txt")
        venv.enter("stack.test", sys.argv[1:])
        if _needs_browser(sys.argv[1:]):
            browser.ensure()
        with _throw_away_folder() as folder:
            return _test(DataFolder(folder), sys.argv[1:])
    except signals.Stopped:
        say("Stopped.")
        return INTERRUPTED
    except Refusal as refusal:
        say(f"bin/test: {refusal}")
        return 1


def _needs_browser(arguments: list[str]) -> bool:
    """All tests do, and of the parts those that say so."""
    parts = [argument for argument in arguments if argument != FULL]
    return not parts or any("browser" in part for part in parts)


@contextmanager
def _throw_away_folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="scents-test-"))
    folder.chmod(0o711)  # the database's server passes it as another user under root
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _test(data: DataFolder, arguments: list[str]) -> int:
    with Supervisor() as supervisor:
        urls = {
            "DATABASE_URL": start_postgres(supervisor, data=data),
            "REDIS_URL": start_valkey(supervisor, data=data),
        }
        data.folder("static")  # collected static files; the web server warns of their absence
        env = _environment(data) | urls
        only_pytest = any(argument != FULL for argument in arguments)
        failed = [] if only_pytest else _failed_checks(env)
        passed = _passes("pytest", ["pytest", *arguments], env=env)
    if failed:
        say(f"Failed beside pytest: {', '.join(failed)}")
    return 0 if passed and not failed else 1


def _failed_checks(env: Mapping[str, str]) -> list[str]:
    special = {"deployment": PRODUCTION}
    return [
        name
        for name, command in CHECKS.items()
        if not _passes(name, command.split(), env={**env, **special.get(name, {})})
    ]


def _passes(name: str, command: list[str], *, env: Mapping[str, str]) -> bool:
    say(f"\n== {name}: {' '.join(command)}")
    began = time.monotonic()
    # Interrupted by SIGINT, pytest runs its fixtures to their end.
    code = run_to_end(Child(name, command, env=env, plain=True, stop_signal=SIGINT))
    if name != "pytest":
        say(f"== {name}: {'passed' if code == 0 else 'FAILED'} in {time.monotonic() - began:.1f} s")
    return code == 0


def _environment(data: DataFolder) -> dict[str, str]:
    passed_on = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return passed_on | {
        "PATH": path(os.environ),
        "DEMO": "on",
        "ALLOWED_HOSTS": THIS_MACHINE,
        "DATA_DIR": str(data.path),
        "SECRET_KEY": secrets.token_urlsafe(50),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }


if __name__ == "__main__":
    sys.exit(main())
