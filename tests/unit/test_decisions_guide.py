"""The table of the guide is the one that is shipped, and decides what the guide says."""

from __future__ import annotations

import re

from stack import ROOT

from scents.starter_set import RESEARCH
from tests.sourcing import SEEDS

GUIDE = (ROOT / "docs/guides/decisions.md").read_text()


def test_the_table_of_the_guide_is_the_one_of_the_starter_set_and_of_the_tests():
    [table] = re.findall(r"```csv\n(.*?)```", GUIDE, re.S)
    assert table == RESEARCH.read_text() == SEEDS


def test_every_option_of_the_command_is_one_that_the_guide_may_name():
    from scents.management.commands.import_market_research import Command

    parser = Command().create_parser("manage.py", "import_market_research")
    known = {option for action in parser._actions for option in action.option_strings}
    named = set(re.findall(r"--[a-z][a-z-]+", GUIDE))
    assert named == {"--expensive", "--cheap", "--currency", "--policy", "--dry-run"}
    assert named <= known
