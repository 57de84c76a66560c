"""Lists of rows that hold what nobody may know yet."""

from __future__ import annotations

from django.http import HttpRequest

from messaging.admin.command_admin import CommandAdmin


class SealedAdmin(CommandAdmin):
    """Its list is filtered by its filters alone. Django takes any column in an address, and the
    insides of JSON: who asks `?seal__icontains=` learns by what is found what no page shows."""

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        name = lookup.partition("__")[0]
        if name in {field.name for field in self.opts.get_fields()}:
            return name in {getattr(one, "parameter_name", one) for one in self.list_filter}
        return super().lookup_allowed(lookup, value, request)  # type: ignore[arg-type]
