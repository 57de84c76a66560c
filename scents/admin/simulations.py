"""How large must a survey be? What a policy would do with so many answers, before anybody is
asked."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from domain.kernel import BadInput
from domain.scents.sourcing.policy import PLAIN, Policy
from domain.scents.sourcing.sizing import MARGIN, Foresight, foresee, foresee_wald
from domain.scents.statistics.simulation import simulate
from domain.scents.statistics.sizing import MOST
from domain.scents.statistics.strategies import Strategy
from messaging.admin.command_admin import Table
from scents import queries
from scents.admin.pictures.canvas import Picture, percent
from scents.admin.pictures.curves import curves

AROUND = range(-20, 21)
"""Per cent points from the threshold."""
TOLD = (-10, -5, -2, 2, 5, 10)
SIZES = (25, 50, 100, 200, 400, 800, 1_600)
RUNS, EVERY, SEED = 200, 10, 5
WALD = "Wald's test, 5 points either side"
MOST_VARIANTS, MOST_IN_CONTEST = 12, 2_000


class PolicyForm(forms.Form):
    """A survey between two, by a policy."""

    policy = forms.ChoiceField(choices=queries.policy_choices, label="Policy")
    answers = forms.IntegerField(min_value=1, max_value=MOST, label="Answers")


class ContestForm(forms.Form):
    """A contest among variants whose true acceptance is spread evenly."""

    variants = forms.IntegerField(min_value=2, max_value=MOST_VARIANTS, label="Variants")
    worst = forms.IntegerField(min_value=1, max_value=99, label="The worst is accepted by, %")
    best = forms.IntegerField(min_value=1, max_value=99, label="the best by, %")
    contest = forms.IntegerField(min_value=10, max_value=MOST_IN_CONTEST, label="Answers")

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if said.get("worst", 0) >= said.get("best", 100):
            raise forms.ValidationError("The best must be better than the worst.")
        return said


BEGIN = {"policy": PLAIN.reference, "answers": "100"}
CONTEST = {"variants": "8", "worst": "40", "best": "62", "contest": "800"}


def simulation_context(request: HttpRequest) -> dict[str, Any]:
    """What the page shows. A contest is played only where it is asked for: it takes seconds."""
    asked = request.GET.dict()
    form = PolicyForm({**BEGIN, **asked})
    contest = ContestForm({**CONTEST, **asked})
    context: dict[str, Any] = {"form": form, "contest": contest, "tables": [], "contests": []}
    if form.is_valid():
        policy = queries.policy_version(form.cleaned_data["policy"])
        try:
            context |= _policy_context(policy, form.cleaned_data["answers"])
        except BadInput as fault:
            form.add_error(None, str(fault))
    if "contest" in asked and contest.is_valid():
        context["contests"] = [_contest_table(contest.cleaned_data)]
    return context


def _policy_context(policy: Policy, answers: int) -> dict[str, Any]:
    found = foresee(policy, answers=answers, shares=_shares(policy, AROUND))
    picture = _picture(policy, answers, found)
    sizes = sorted({*SIZES, answers})
    return {
        "said": _said(policy, answers, found),
        "picture": picture.svg("foresight"),
        "figures": picture.table(),
        "tables": [_size_table(policy, [size for size in sizes if size <= MOST])],
    }


def _shares(policy: Policy, points: Sequence[int]) -> list[Fraction]:
    line = Fraction(policy.threshold)
    return [(line + point) / 100 for point in points if 0 <= line + point <= 100]


def _said(policy: Policy, answers: int, found: Sequence[Foresight]) -> str:
    worst = max(found, key=lambda one: one.wrongly)
    many = f"{answers:,} answer{'s' * (answers != 1)}"
    told = f"With {many}, {policy.reference} chooses wrongly most often where the true"
    told += f" share is {percent(float(worst.share))} (of the shares below): in"
    return f"{told} {percent(worst.wrongly)} of such surveys."


def _picture(policy: Policy, answers: int, found: Sequence[Foresight]) -> Picture:
    return curves(
        "foresight",
        f"How often {policy.reference} would choose wrongly, with {answers} answers",
        "How often the policy would decide wrongly, or not at all, for each true share of those who"
        " favour the cheap scent. The dashed line is the threshold.",
        at=[float(one.share) for one in found],
        lines={
            "wrongly": [one.wrongly for one in found],
            "undecided": [one.undecided for one in found],
        },
        mark=float(policy.threshold) / 100,
    )


def _size_table(policy: Policy, sizes: Sequence[int]) -> Table:
    shares = _shares(policy, TOLD)
    headers = ["answers", *(f"at {percent(float(share))}" for share in shares)]
    rows = []
    for size in sizes:
        found = foresee(policy, answers=size, shares=shares)
        rows.append((f"{size:,}", *map(_cell, found)))
    if MARGIN < float(policy.threshold) / 100 < 1 - MARGIN:
        wald = foresee_wald(policy, shares=shares)
        rows.append((WALD, *map(_cell, wald)))
    return Table("Chosen wrongly, by the number of answers and the true share", headers, rows)


def _cell(one: Foresight) -> SafeString | str:
    if one.undecided < 0.0005:
        return _ended(one) if one.ends_early else percent(one.wrongly)
    told = "<span>{}<br><small>undecided {}<br>{} answers on average</small></span>"
    return format_html(
        told, percent(one.wrongly), percent(one.undecided), f"{one.mean_answers:.0f}"
    )


def _ended(one: Foresight) -> SafeString:
    told = "<span>{}<br><small>{} answers on average</small></span>"
    return format_html(told, percent(one.wrongly), f"{one.mean_answers:.0f}")


def _contest_table(asked: dict[str, Any]) -> Table:
    """The same dice each time, so that two looks at a page tell the same."""
    import numpy as np

    count, low, high = asked["variants"], asked["worst"] / 100, asked["best"] / 100
    rates = [low + (high - low) * n / (count - 1) for n in range(count)]
    rows = []
    for strategy in Strategy:
        found = simulate(
            rates,
            asked["contest"],
            strategy=strategy,
            floor=0.02,
            every=EVERY,
            runs=RUNS,
            rng=np.random.default_rng(SEED),
        )
        told = f"{percent(found.named_best)} ± {percent(2 * found.standard_error)}"
        rows.append((strategy.value, told, f"{found.regret:.0f}"))
    title = f"{count} variants, {asked['contest']} answers: {RUNS} contests played"
    return Table(title, ["strategy", "the best was named", "acceptances lost"], rows)
