"""Conditions of an approval."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from governance.api.serializers.findings import PointerSerializer
from governance.disclosure import Disclosure
from governance.models import Condition, ConditionState


class EvidenceSerializer(serializers.Serializer):
    as_of = serializers.DateField()
    seen = PointerSerializer(many=True)
    seen_elsewhere = serializers.BooleanField(
        help_text="Whether more was seen in entries that you can't see."
    )
    record_digest = serializers.CharField()
    packs_digest = serializers.CharField()
    rule_version = serializers.IntegerField(required=False)


class ConditionSerializer(serializers.Serializer):
    """What an approval hangs on. It closes by itself; where it is missed, the approval ends."""

    id = serializers.IntegerField()
    round = serializers.IntegerField()
    seat = serializers.CharField(source="vote.seat")
    text = serializers.CharField()
    expression = serializers.JSONField(help_text="In the language of packs, or {rule: ID}.")
    owner = serializers.CharField(
        source="owner.name", default=None, allow_null=True, help_text="null: the entry's team."
    )
    due_on = serializers.DateField(help_text="The last day.")
    days_left = serializers.SerializerMethodField(help_text="null once it is closed.")
    state = serializers.ChoiceField(ConditionState.choices)
    closed_at = serializers.DateTimeField(allow_null=True)
    evidence = serializers.SerializerMethodField(help_text="What was seen when it was met; else null.")

    def get_days_left(self, condition: Condition) -> int | None:
        return condition.days_left if condition.state == ConditionState.OPEN else None

    @extend_schema_field(EvidenceSerializer(allow_null=True))
    def get_evidence(self, condition: Condition) -> Any:
        if not condition.evidence:
            return None
        seen, beyond = Disclosure(self.context["request"].user).seen_of(condition)
        return EvidenceSerializer({**condition.evidence, "seen": seen, "seen_elsewhere": beyond}).data
