"""Waivers: what was asked for, by whom, and who agreed."""

from functools import cached_property
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from governance.api.serializers.acts import Text
from governance.api.serializers.links import EntryLink
from governance.disclosure import Disclosure
from governance.models import Waiver, WaiverApproval, WaiverStatus
from governance.permissions import lost_approvals
from policies.record import KINDS
from policies.record.fields import KEY_PATTERN

STANDINGS = (*WaiverStatus.values, "expired", "lapsed")


class WaiverApprovalSerializer(serializers.Serializer):
    approver = serializers.CharField(source="approver.name")
    seat = serializers.CharField()
    reason = serializers.CharField()
    at = serializers.DateTimeField()
    not_counted_because = serializers.SerializerMethodField(
        help_text="What changed with its giver, such as the end of their seat; empty where it counts."
    )

    def get_not_counted_because(self, approval: WaiverApproval) -> str:
        of_waiver: Any = self.parent.parent
        return str(of_waiver.lost.get(approval.pk, ""))


_Evidence = serializers.DictField(
    child=serializers.CharField(),
    help_text="Evidence digests by the fingerprints of findings; empty where they may be of hidden entries.",
)


class WaiverSerializer(serializers.Serializer):
    """Findings of one rule in one entry, accepted until a day."""

    id = serializers.IntegerField()
    entry = EntryLink()
    rule_id = serializers.CharField()
    rule_version = serializers.IntegerField()
    severity = serializers.CharField()
    standing = serializers.ChoiceField(
        STANDINGS,
        help_text="Expired: its last day has passed. Lapsed: it passed before enough people agreed.",
    )
    reason = serializers.CharField()
    compensating_control = serializers.CharField()
    proof = serializers.CharField()
    expires_on = serializers.DateField(help_text="The last day on which it counts.")
    granted_on = serializers.DateField(allow_null=True)
    approvals_needed = serializers.IntegerField()
    approvals = WaiverApprovalSerializer(many=True)
    evidence = serializers.SerializerMethodField()
    requested_by = serializers.CharField(source="requested_by.name")
    requested_at = serializers.DateTimeField()
    ended_by = serializers.CharField(source="ended_by.name", default=None, allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    ended_why = serializers.CharField()

    @extend_schema_field(_Evidence)
    def get_evidence(self, waiver: Waiver) -> dict[str, str]:
        return self._disclosure.evidence(waiver)

    @cached_property
    def lost(self) -> dict[int, str]:
        """Worked out once for all rows of a page."""
        rows: Any = [self.instance] if self.parent is None else self.parent.instance
        return lost_approvals(rows)

    @cached_property
    def _disclosure(self) -> Disclosure:
        return Disclosure(self.context["request"].user)


class WaiverRequestSerializer(serializers.Serializer):
    """What is asked for. The findings are those that the rule has open in the entry today."""

    kind = serializers.ChoiceField(KINDS)
    key = serializers.RegexField(KEY_PATTERN)
    rule_id = serializers.CharField(max_length=20)
    reason = Text(help_text="Why the rule can't be met for now.")
    compensating_control = Text(help_text="What is done in place of it.")
    proof = Text(help_text="What shows that this works.")
    expires_on = serializers.DateField()
