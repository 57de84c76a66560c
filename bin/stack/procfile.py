"""The Procfile: one line `name: command` per process, and `release` for what runs before them."""

import os
from collections.abc import Mapping
from pathlib import Path

from stack.console import Refusal
from stack.processes import Child

RELEASE = "release"


def read(path: Path) -> dict[str, str]:
    try:
        lines = path.read_text().splitlines()
    except FileNotFoundError:
        raise Refusal(f"There is no {path}.") from None
    written = [line for line in map(str.strip, lines) if line and not line.startswith("#")]
    pairs = [line.partition(":") for line in written]
    return {name.strip(): command.strip() for name, _, command in pairs}


def step(name: str, command: str, *, env: Mapping[str, str]) -> Child:
    """A command that ends by itself; it may join several with &&."""
    return Child(name, ["sh", "-c", command], env={**os.environ, **env})


def process(name: str, command: str, *, env: Mapping[str, str]) -> Child:
    """`exec` takes the shell out of the way of signals; `env` lets the line begin with A=b."""
    return Child(name, ["sh", "-c", f"exec env {command}"], env={**os.environ, **env})
