"""Who has a second factor."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AbstractBaseUser


def factor_of(user: AbstractBaseUser) -> int | None:
    """The key of somebody's app, None without one. Recovery codes alone are no second factor."""
    found = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP)
    key: int | None = found.values_list("pk", flat=True).first()
    return key


def reset(user: AbstractBaseUser) -> bool:
    """Whether there was one. The person's sessions end, and the next login leads to enrolment."""
    count, _ = Authenticator.objects.filter(user_id=user.pk).delete()
    return bool(count)
