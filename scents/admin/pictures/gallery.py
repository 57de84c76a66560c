"""All pictures of a task."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from domain.scents.statistics.discrimination import TRIANGLE
from domain.scents.surveys.plan import Method
from domain.scents.surveys.results.acceptance import Accepted
from domain.scents.surveys.results.choice import ChoiceResult
from domain.scents.surveys.results.share import Interval
from domain.scents.surveys.results.task import TaskResult
from domain.scents.surveys.results.triangle import TriangleResult
from scents.admin.pictures.by_group import by_group
from scents.admin.pictures.canvas import Look, Picture, percent, span
from scents.admin.pictures.over_time import over_time
from scents.admin.pictures.pairs import paired_pictures
from scents.admin.pictures.positions import position_picture
from scents.admin.pictures.ratings import rating_pictures
from scents.admin.pictures.rows import Line, plain_bars, share_bars
from scents.admin.pictures.words import word_pictures

FOLLOWED: Mapping[Method, str] = {
    Method.CHOICE: "share of choices",
    Method.PAIRED: "share of comparisons won",
    Method.TRIANGLE: "share that found the odd one",
    Method.RATING: "share that finds it believable",
    Method.WORDS: "words",
    Method.ACCEPTANCE: "share that accepts it",
}


def pictures_of(found: TaskResult, look: Look) -> list[Picture]:
    """The most telling first; then by group, where there are any, and over time."""
    pictures = [*_DRAWN[found.method](found.whole, look)]
    if found.by_group.places and found.by_group.shares:
        pictures.append(by_group(found.by_group, look, of=FOLLOWED[found.method]))
    return [*pictures, over_time(found.over_time, look, of=FOLLOWED[found.method].capitalize())]


def _choice(found: ChoiceResult, look: Look) -> list[Picture]:
    lines = [
        Line(look.label(code), one) for code, one in zip(found.codes, found.by_code, strict=True)
    ]
    said = f"n = {found.n}."
    if (apart := found.difference) is not None:
        said += f" {found.codes[0]} less {found.codes[1]}: {100 * apart.value:+.1f} points "
        said += f"({_points(apart.anytime)}, however often you look"
        said += f"; {_points(apart.at_end)} at the end)." if look.over else ")."
    first = share_bars("choices", "Choices", lines, look, more=said)
    return [first, position_picture(found.positions, look)]


def _points(interval: Interval) -> str:
    return f"{100 * interval[0]:+.1f} to {100 * interval[1]:+.1f}"


def _triangle(found: TriangleResult, look: Look) -> list[Picture]:
    said = "Guessing alone finds one in three: the dashed line."
    if found.told_apart:
        said += " The samples are told apart: that is sure already, however often you look."
    elif found.n:
        said += " The interval that always holds does not exclude guessing."
    if found.p_value is not None:
        when = "at the end" if look.over else "to be read at the end"
        said += f" Test against guessing, {when}: p = {found.p_value:.4f}; significant from "
        said += f"{found.critical} right answers of {found.n}."
    if found.distinguishers is not None:
        said += f" Share of people who truly tell them apart: {percent(found.distinguishers)} "
        said += f"({span(found.anytime)}, however often you look"
        said += f"; {span(found.at_end)} at the end)." if look.over else ")."
    lines = [Line("found the odd one", found.right)]
    return [share_bars("right", "Right answers", lines, look, guess=TRIANGLE, more=said)]


def _acceptance(found: Sequence[Accepted], look: Look) -> list[Picture]:
    lines = [Line(look.label(one.code), one.share) for one in found]
    best = [(look.label(one.code), one.best or 0.0, _chance(one)) for one in found]
    told = "The chance that most people accept this one, given the answers, and what is lost on "
    told += "average if it is taken. Both may be looked at at any time."
    return [
        share_bars("accepted", "Accepted", lines, look),
        plain_bars("best", "Chance to be the best", told, best),
    ]


def _chance(one: Accepted) -> str:
    if one.best is None or one.loss is None:
        return "no answers"
    return f"{percent(one.best)}, loss {100 * one.loss:.2f} points (n = {one.share.n})"


_DRAWN: Mapping[Method, Callable[[Any, Look], list[Picture]]] = {
    Method.CHOICE: _choice,
    Method.PAIRED: paired_pictures,
    Method.TRIANGLE: _triangle,
    Method.RATING: rating_pictures,
    Method.WORDS: word_pictures,
    Method.ACCEPTANCE: _acceptance,
}
