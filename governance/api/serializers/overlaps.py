"""What looks like an entry, and what was decided on it."""

from typing import Any

from rest_framework import serializers

from governance.api.serializers.acts import Text
from governance.api.serializers.links import EntryLink
from governance.models import OverlapOutcome
from policies.overlap import Threshold

LEVELS = Threshold._fields


class OverlapDecisionSerializer(serializers.Serializer):
    """One answer on a pair; `decided_for` is the key of the entry that joins, extends or stays apart."""

    outcome = serializers.ChoiceField(OverlapOutcome.choices)
    reason = serializers.CharField()
    decided_for = serializers.CharField(source="entry.key")
    decided_by = serializers.CharField(source="decided_by.name")
    decided_at = serializers.DateTimeField()


class NearSerializer(serializers.Serializer):
    """An entry that looks like the one asked about."""

    entry: Any = EntryLink()
    owner_team = serializers.CharField(source="entry.owner_team.key")
    level = serializers.ChoiceField(LEVELS)
    score = serializers.FloatField(help_text="From 0 to 1; it depends on the two entries alone.")
    reasons = serializers.ListField(child=serializers.CharField())
    counts = serializers.BooleanField(help_text="Whether the decision still counts.")
    decision = OverlapDecisionSerializer(allow_null=True)
    seen = serializers.CharField(
        help_text="Send it back with a decision, so that nothing is decided on what changed meanwhile."
    )


class OutOfSightSerializer(serializers.Serializer):
    """What looks like it where you can't see it: in which departments, and nothing else."""

    departments: Any = serializers.ListField(child=serializers.CharField())
    has_others = serializers.BooleanField()
    decided: Any = serializers.ListField(
        child=serializers.CharField(), help_text="What was decided on some of it, and counts."
    )
    is_open = serializers.BooleanField(
        help_text="Whether nobody has decided on some of it: the council can be asked about that."
    )
    sentence = serializers.CharField()


class OverlapsSerializer(serializers.Serializer):
    kind = serializers.CharField()
    key = serializers.CharField()
    is_complete = serializers.BooleanField(
        help_text="False while some entries still wait to be made comparable: more may be found later."
    )
    overlaps = NearSerializer(many=True)
    out_of_sight = OutOfSightSerializer(allow_null=True)


class OverlapDecidedSerializer(serializers.Serializer):
    """What was decided on a pair, and about which two entries."""

    kind = serializers.CharField(source="entry.kind")
    key = serializers.CharField(source="entry.key")
    other = serializers.CharField(source="other.key")
    outcome = serializers.ChoiceField(OverlapOutcome.choices)
    reason = serializers.CharField()
    decided_by = serializers.CharField(source="decided_by.name")
    decided_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)


class OverlapAnswerSerializer(serializers.Serializer):
    """One of four outcomes. To keep both, `reason` compares them."""

    outcome = serializers.ChoiceField(OverlapOutcome.choices)
    reason = Text(required=False, allow_blank=True)
    same_product = serializers.BooleanField(
        required=False, help_text="The two names mean one product: others are told so from now on."
    )
    seen = serializers.RegexField(r"^[0-9a-f]{64}$", required=False)
