"""Runs Python with the product's settings, in a process of its own."""

import os
import subprocess
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

from stack import ROOT
from stack.console import Refusal

if TYPE_CHECKING:
    from bench.rig.company import Company


def python(
    company: "Company", *words: str, text: str = "", env: Mapping[str, str] | None = None
) -> str:
    """What `python <words>` printed, given `text` to read. Raises Refusal when it fails."""
    ran = subprocess.run(
        [sys.executable, *words],
        input=text,
        env={**os.environ, **company.env, **(env or {})},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode != 0:
        raise Refusal(f"python {' '.join(words)} failed:\n{ran.stdout}{ran.stderr}")
    return ran.stdout
