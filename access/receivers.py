"""What enters the audit trail by itself: logins, changes in the back office, second factors."""

from __future__ import annotations

from typing import Any

from allauth.mfa import signals as second_factor
from axes.signals import user_locked_out
from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models.signals import post_save
from django.http import HttpRequest

from access.trail import note

UNKNOWN = "somebody unknown"
_KINDS = {ADDITION: "added", CHANGE: "changed", DELETION: "deleted"}


def listen() -> None:
    heard = {
        user_logged_in: _logged_in,
        user_logged_out: _logged_out,
        user_login_failed: _failed,
        user_locked_out: _locked_out,
        second_factor.authenticator_added: _factor_added,
        second_factor.authenticator_removed: _factor_removed,
        second_factor.authenticator_reset: _factor_renewed,
        second_factor.authentication_failed: _wrong_code,
    }
    for signal, receiver in heard.items():
        signal.connect(receiver, dispatch_uid="access.receivers")
    post_save.connect(_changed, sender=LogEntry, dispatch_uid="access.receivers")


def _logged_in(*, request: HttpRequest, user: User, **kwargs: Any) -> None:
    note("login", actor=user.get_username(), request=request)


def _logged_out(*, request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    if user is not None:
        note("logout", actor=user.get_username(), request=request)


def _failed(*, credentials: dict[str, Any], request: HttpRequest | None, **kwargs: Any) -> None:
    if not getattr(request, "axes_locked_out", False):
        note("failure", actor=_known(credentials.get("username")), request=request)


def _locked_out(*, request: HttpRequest, username: str, **kwargs: Any) -> None:
    """Once: what is tried while the lock holds adds nothing."""
    if getattr(request, "axes_failures_since_start", None):
        note("locked out", actor=_known(username), request=request)


def _factor_added(*, request: HttpRequest, user: User, authenticator: Any, **kwargs: Any) -> None:
    note("second factor", actor=user.get_username(), text=f"added: {authenticator}")


def _factor_removed(*, request: HttpRequest, user: User, authenticator: Any, **kwargs: Any) -> None:
    note("second factor", actor=user.get_username(), text=f"removed: {authenticator}")


def _factor_renewed(*, request: HttpRequest, user: User, authenticator: Any, **kwargs: Any) -> None:
    note("second factor", actor=user.get_username(), text=f"renewed: {authenticator}")


def _wrong_code(*, request: HttpRequest, user: User, **kwargs: Any) -> None:
    note("wrong code", actor=user.get_username())


def _changed(*, instance: LogEntry, created: bool, **kwargs: Any) -> None:
    if created:
        model = str(instance.content_type) if instance.content_type else ""
        note(
            _KINDS[instance.action_flag],
            actor=instance.user.get_username(),
            about=f"{model} {instance.object_id}: {instance.object_repr}",
            text=instance.get_change_message(),
        )


def _known(name: Any) -> str:
    """A name that nobody bears may be a password, typed into the wrong field."""
    if not isinstance(name, str) or "\x00" in name:
        return UNKNOWN
    user = User.objects.filter(username__iexact=name).first()
    return user.get_username() if user else UNKNOWN
