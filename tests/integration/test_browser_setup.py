"""bin/test finds a browser, or says that it has none."""

from __future__ import annotations

from pathlib import Path

import pytest
from stack import browser


def test_a_machine_without_a_browser_is_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("PATH", str(tmp_path))
    browser.ensure()

    assert "NO BROWSER" in capfd.readouterr().out


def test_a_browser_on_the_path_is_taken_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
):
    program = tmp_path / "chromium-browser"
    program.touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    browser.ensure()

    assert browser.find() == str(program)
    assert capfd.readouterr().out == ""


def test_root_installs_one_and_a_failure_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
):
    apt = tmp_path / "apt-get"
    apt.write_text("#!/bin/sh\nexit 100\n")
    apt.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("os.geteuid", lambda: 0)
    browser.ensure()

    told = capfd.readouterr().out
    assert "apt-get update failed" in told
    assert "NO BROWSER" in told
