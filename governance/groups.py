"""What people may do across the whole organisation; roles in a team are in ``registry.permissions``."""

from typing import Any

from django.contrib.auth.models import Group, Permission

COUNCIL, AUDITORS, LEADERS, OPERATORS = "Council", "Auditors", "Leaders", "Operators"
# Leaders work on the pages; these three work in the admin too.
IN_THE_ADMIN = frozenset({COUNCIL, AUDITORS, OPERATORS})

_SEE = (
    "registry.view_entry",
    "governance.view_submission",
    "governance.view_checkrun",
    "governance.view_waiver",
    "governance.view_assessment",
    "governance.view_packversion",
    "governance.view_activation",
)
_PERMISSIONS = {
    # Which seats are asked for is the council's inbox.
    COUNCIL: (*_SEE, "governance.view_reviewseat", "governance.propose_rules", "registry.change_alias"),
    LEADERS: _SEE,
    AUDITORS: (*_SEE, "governance.export_reports", "registry.view_auditevent"),
    OPERATORS: (
        "registry.add_user",
        "registry.view_user",
        "registry.change_user",
        "registry.view_team",
        "registry.view_organisation",
        "registry.change_organisation",
        "registry.change_alias",
        "governance.view_delivery",
        "governance.change_delivery",
        "governance.view_seat",
        "governance.change_seat",
        "governance.propose_rules",
        "registry.view_auditevent",
    ),
}


def install_groups(**_: Any) -> None:
    """Create the groups and give each exactly what it should have, after every migrate."""
    for name, wanted in _PERMISSIONS.items():
        group, _created = Group.objects.get_or_create(name=name)
        codes = [permission.split(".") for permission in wanted]
        found = Permission.objects.select_related("content_type").filter(
            codename__in=[code for _, code in codes]
        )
        group.permissions.set(
            permission
            for permission in found
            if f"{permission.content_type.app_label}.{permission.codename}" in wanted
        )
