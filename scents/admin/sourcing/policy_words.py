"""What a decision policy does, in words."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from domain.scents.sourcing.policy import Policy, Test, Undecided

_TEST = {
    Test.POINT: "It answers at once, whatever the number of answers; while the {level} % Wilson "
    "interval holds the threshold, the answer is flagged as provisional.",
    Test.INTERVAL: "The answer counts once the {level} % Wilson interval lies on one side of the "
    "threshold, at the close of the survey: meant for one look.",
    Test.SEQUENTIAL: "The answer counts once the evidence against the threshold reaches {needed} "
    "to 1 (a beta-mixture e-process): one may look after every answer and stop at any time, and "
    "errs in at most {alpha} % of the surveys.",
}
_UNDECIDED = {
    Undecided.PROVISIONAL: "Until then the answer is given provisionally.",
    Undecided.KEEP: "Until then what is bought now is kept; where nothing is, the answer is given "
    "provisionally.",
    Undecided.EXPENSIVE: "Until then the expensive one is bought, provisionally.",
}


def in_words(policy: Policy) -> SafeString:
    """Sentence by sentence."""
    told = format_html_join("", "<li>{}</li>", ((one,) for one in _sentences(policy)))
    return format_html('<ul class="in-words">{}</ul>', told)


def _sentences(policy: Policy) -> Iterator[str]:
    line = f"{policy.threshold.normalize():f} %"
    at_least = f"{line} or more" if policy.inclusive else f"more than {line}"
    yield (
        f"The cheap scent is bought where {at_least} of those who chose favour it, else the "
        "expensive one. Counts are compared as whole numbers; nothing is rounded."
    )
    alpha = 100 * policy.alpha
    yield _TEST[policy.test].format(
        level=f"{(100 - alpha).normalize():f}",
        alpha=f"{alpha.normalize():f}",
        needed=f"{1 / float(policy.alpha):.4g}",
    )
    if policy.least > 1:
        yield f"Fewer than {policy.least} answers decide nothing."
    if policy.test is not Test.POINT:
        yield _UNDECIDED[policy.undecided]
    units = "where one is" if policy.quantity == 1 else f"where {policy.quantity} are"
    yield f"Costs are those of a unit {units} bought, on the day the survey opens."
    yield (
        f"Among variants, one has won when its chance of being the best reaches "
        f"{(100 * policy.confidence).normalize():f} %."
    )
