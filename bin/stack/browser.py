"""The browser that browser tests drive: what is installed, or what root can install."""

import os
import shutil
import subprocess

from stack.console import say

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
PATIENCE = 600  # seconds for a download


def find() -> str | None:
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def ensure() -> None:
    """Without a browser the tests run all the same, less those that need one; and say so."""
    if find() is None and os.geteuid() == 0 and shutil.which("apt-get"):
        say("Installing Chromium for the browser tests")
        _install()
    if find() is None:
        say(
            "NO BROWSER: the tests in tests/browser are skipped. Install Chromium "
            f"({' or '.join(NAMES)} on PATH), or run this as root where apt-get can."
        )


def _install() -> None:
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
        try:
            subprocess.run(
                ["apt-get", "--quiet", *step],
                env=env,
                check=True,
                capture_output=True,
                timeout=PATIENCE,
            )
        except (OSError, subprocess.SubprocessError) as error:
            say(f"apt-get {step[0]} failed: {error}")
            return
