"""Users and groups, in the looks of the back office."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import admin as auth_admin
from django.contrib.auth.models import Group, User
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from access import factors, lock_out
from config.roles import ROLES
from messaging.admin.strict_actions import StrictActions

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[User | Group]
    UserAdmin = auth_admin.UserAdmin[User]
else:
    from unfold.admin import ModelAdmin

    UserAdmin = auth_admin.UserAdmin

admin.site.index_title = "Overview"
admin.site.unregister([User, Group])
# Where many rows are deleted at once, Django names none of them to the audit trail.
admin.site.disable_action("delete_selected")


class NamingAdmin(StrictActions, ModelAdmin):
    """Says in the audit trail who was given what, and what was taken away, not only that."""

    named: ClassVar[Sequence[str]] = ()

    def construct_change_message(
        self,
        request: HttpRequest,
        form: Any,
        formsets: Any,
        add: bool = False,  # noqa: FBT001, FBT002
    ) -> Any:
        message = super().construct_change_message(request, form, formsets, add)
        changes = [text for name in self.named for text in _given_and_taken(form, name)]
        if not changes:
            return message
        entry = LogEntry(change_message=json.dumps(message), action_flag=CHANGE)
        return " ".join([entry.get_change_message(), *changes])


@admin.register(User)
class PeopleAdmin(UserAdmin, NamingAdmin):
    """Who may come in; what they may do comes from their groups.

    Nobody is deleted: who leaves is made inactive, and stays named in what they did.
    """

    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    named = ("groups", "user_permissions")
    actions = ["reset_second_factor", "let_in_again"]

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    @admin.action(description="Reset second factor", permissions=["change"])
    def reset_second_factor(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        self._each(request, queryset, factors.reset, "Second factor reset")

    @admin.action(description="Let in again after a lock-out", permissions=["change"])
    def let_in_again(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        self._each(request, queryset, lambda user: lock_out.lift(user.username), "Lock-out lifted")

    def _each(
        self,
        request: HttpRequest,
        people: QuerySet[User],
        act: Callable[[User], bool],
        done: str,
    ) -> None:
        for user in people:
            if act(user):
                self.log_change(request, user, f"{done}.")
                self.message_user(request, f"{done}: {user}.", messages.SUCCESS)
            else:
                self.message_user(request, f"{user}: nothing to do.", messages.INFO)


@admin.register(Group)
class TeamAdmin(auth_admin.GroupAdmin, NamingAdmin):
    """What people of one job may do. Roles are written in config/roles.py, other groups here."""

    named = ("permissions",)

    def has_change_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        is_role = obj is not None and obj.name in ROLES
        return not is_role and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        is_role = obj is not None and obj.name in ROLES
        return not is_role and super().has_delete_permission(request, obj)


def _given_and_taken(form: Any, name: str) -> list[str]:
    if name not in form.changed_data:
        return []
    before, after = set(form.initial.get(name) or ()), set(form.cleaned_data[name])
    given = sorted(str(row) for row in after - before)
    taken = sorted(str(row) for row in before - after)
    changes = {"Given": given, "Taken": taken}
    return [f"{word}: {', '.join(rows)}." for word, rows in changes.items() if rows]
