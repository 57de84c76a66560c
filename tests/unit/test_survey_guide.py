"""What the guide to surveys shows can be typed, and it knows every method."""

from __future__ import annotations

import re

from stack import ROOT

from domain.scents.statistics.bandit import Strategy
from domain.scents.surveys.plan import HOW_MANY
from scents.admin.surveys.pages import MOST_CARDS
from scents.survey_lines import read_groups, read_questions, read_tasks

GUIDE = (ROOT / "docs/guides/surveys.md").read_text()


def test_its_tasks_groups_and_questions_can_be_typed() -> None:
    lines = "\n".join(re.findall(r"^    (.+)$", GUIDE, re.MULTILINE))
    assert len(read_tasks(lines)) == 4
    [group] = re.findall(r"`([^`|]+: \d+)`", GUIDE)
    assert read_groups(group)[0].quota == 200
    [question] = re.findall(r"`(age [^`]+)`", GUIDE)
    assert read_questions(question)[0].out == ("under 18",)


def test_it_knows_every_method_strategy_and_how_many_candidates_each_takes() -> None:
    told = dict(re.findall(r"^\| (\w+) \| [^|]+ \| (\d+(?: to \d+)?) \|$", GUIDE, re.MULTILINE))
    assert told == {
        method.value: f"{fewest}" if fewest == most else f"{fewest} to {most}"
        for method, (fewest, most) in HOW_MANY.items()
    }
    assert all(f"`{strategy}`" in GUIDE for strategy in Strategy)
    assert f"at most {MOST_CARDS} at once" in GUIDE
