"""A field of price breaks."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from unfold.widgets import UnfoldAdminTextareaWidget

_STEP = re.compile(r"\s*([0-9]{1,12})\s*[:=]\s*([0-9]{1,7}(?:\.[0-9]{1,2})?)\s*")


class StepsField(forms.CharField):
    """Price breaks, one in a line: the quantity from which it holds, and the price."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list):
            return "\n".join(f"{qty}: {price}" for qty, price in value)
        return value

    def to_python(self, value: Any) -> tuple[tuple[int, Decimal], ...]:  # type: ignore[override]
        steps = []
        for line in str(value or "").splitlines():
            if not line.strip():
                continue
            found = _STEP.fullmatch(line)
            if found is None:
                raise ValidationError(f"{line!r} is no step such as 50: 34.50")
            steps.append((int(found[1]), Decimal(found[2])))
        return tuple(steps)
