"""Filters of the register."""

from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet

from governance.models import CheckStatus, CheckVerdict
from governance.reports.register import UNCHECKED, overdue_pilots, to_be_renewed, with_finding
from governance.reports.standing import Approval
from policies.record import term_label, vocabulary
from registry.models import Entry, Kind, Team

NO_VERDICT = ((UNCHECKED, "Not checked yet"), (CheckStatus.ERRORED, "Can't be checked"))


class EntryFilter(filters.FilterSet):
    """What a list of entries can be narrowed to; every number on the portfolio page is one of these."""

    q = filters.CharFilter(label="Search", method="search")
    kind = filters.ChoiceFilter(label="Kind", choices=Kind.choices, empty_label="All kinds")
    verdict = filters.ChoiceFilter(
        label="Check",
        method="by_verdict",
        empty_label="Any result",
        choices=[*CheckVerdict.choices, *NO_VERDICT],
    )
    approval = filters.ChoiceFilter(label="Council", choices=Approval.choices, empty_label="Any state")
    stage = filters.ChoiceFilter(
        field_name="lifecycle_stage",
        label="Stage",
        empty_label="Any stage",
        choices=[(value, term_label("lifecycle_stage", value)) for value in vocabulary("lifecycle_stage")],
    )
    team = filters.ModelChoiceFilter(
        field_name="owner_team",
        label="Team",
        empty_label="All teams",
        to_field_name="key",
        queryset=lambda request: teams_seen_by(request.user),
    )
    rule = filters.CharFilter(label="Rule", method="by_rule")
    outcome = filters.CharFilter(method="pass_on")
    overdue = filters.BooleanFilter(label="Pilots past their limit", method="by_overdue")
    renew = filters.BooleanFilter(label="Approvals that end soon", method="by_renewal")
    urgent = filters.BooleanFilter(field_name="is_urgent", label="Approved urgently, without all seats")

    class Meta:
        model = Entry
        fields = ()

    def search(self, entries: QuerySet, name: str, value: str) -> QuerySet:
        """Every word has to occur in title, key or description."""
        for word in value.split()[:8]:
            entries = entries.filter(
                Q(title__icontains=word) | Q(key__icontains=word) | Q(description__icontains=word)
            )
        return entries

    def by_verdict(self, entries: QuerySet, name: str, value: str) -> QuerySet:
        return entries.filter(verdict="" if value == UNCHECKED else value)

    def by_rule(self, entries: QuerySet, name: str, value: str) -> QuerySet:
        return with_finding(entries, value.upper(), self.data.get("outcome", ""))

    def pass_on(self, entries: QuerySet, name: str, value: Any) -> QuerySet:
        return entries

    def by_renewal(self, entries: QuerySet, name: str, value: bool) -> QuerySet:
        return entries.filter(to_be_renewed()) if value else entries

    def by_overdue(self, entries: QuerySet, name: str, value: bool) -> QuerySet:
        return entries.filter(overdue_pilots()) if value else entries


def teams_seen_by(user: Any) -> QuerySet[Team]:
    """Teams with an entry that ``user`` may see."""
    owners = Entry.objects.visible_to(user).order_by().values("owner_team")
    return Team.objects.filter(pk__in=owners)
