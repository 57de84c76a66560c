"""Users and groups, in the looks of the back office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin
from django.contrib.auth import admin as auth_admin
from django.contrib.auth.models import Group, User
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[User | Group]
    UserAdmin = auth_admin.UserAdmin[User]
else:
    from unfold.admin import ModelAdmin

    UserAdmin = auth_admin.UserAdmin

admin.site.index_title = "Overview"
admin.site.unregister([User, Group])


@admin.register(User)
class PeopleAdmin(UserAdmin, ModelAdmin):
    """Who may come in; what they may do comes from their groups."""

    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm


@admin.register(Group)
class TeamAdmin(auth_admin.GroupAdmin, ModelAdmin):
    """What people of one job may do."""
