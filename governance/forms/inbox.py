"""Filters of the council's inbox."""

from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet

from governance.forms.filters import teams_seen_by
from governance.models import Submission
from governance.reports.inbox import tier_choices
from registry.models import Kind


class InboxFilter(filters.FilterSet):
    q = filters.CharFilter(label="Search", method="search")
    kind = filters.ChoiceFilter(
        field_name="entry__kind", label="Kind", choices=Kind.choices, empty_label="All kinds"
    )
    tier = filters.ChoiceFilter(label="AI Act tier", choices=tier_choices, empty_label="Any tier")
    team = filters.ModelChoiceFilter(
        label="Team",
        empty_label="All teams",
        to_field_name="key",
        queryset=lambda request: teams_seen_by(request.user),
    )
    risk = filters.ChoiceFilter(
        label="Risk", choices=[("low", "Low, nothing blocks")], empty_label="Any risk", method="by_risk"
    )

    class Meta:
        model = Submission
        fields = ()

    def search(self, found: QuerySet, name: str, value: str) -> QuerySet:
        """Every word has to occur in the title or key of the entry, or in the name of its team."""
        for word in value.split()[:8]:
            found = found.filter(
                Q(entry__title__icontains=word)
                | Q(entry__key__icontains=word)
                | Q(team__name__icontains=word)
            )
        return found

    def by_risk(self, found: Any, name: str, value: str) -> QuerySet:
        return found.low_risk()
