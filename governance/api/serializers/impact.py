"""What a proposed change of the rules would do."""

from rest_framework import serializers

from governance.api.serializers.links import EntryLink
from governance.models import CheckStatus


class TurnsSerializer(serializers.Serializer):
    """Entries with a rule that turns so. One entry can count in several columns."""

    fails = serializers.IntegerField(help_text="Newly fail.")
    opens = serializers.IntegerField(help_text="Newly open: not enough was said to tell.")
    breaks = serializers.IntegerField(help_text="Can't be checked any more.")
    passes = serializers.IntegerField(
        help_text="Newly pass: failed, was open or could not be checked before."
    )
    lapses = serializers.IntegerField(help_text="Are no longer asked, after a finding.")


class TallySerializer(TurnsSerializer):
    name = serializers.CharField(help_text="The key of a team, a tier as it is recorded, or blank for none.")
    asked = serializers.IntegerField(help_text="All entries of it that you can see.")
    worse = serializers.IntegerField(help_text="Entries whose verdict gets worse.")
    better = serializers.IntegerField(help_text="Entries whose verdict gets better.")


class RuleTallySerializer(TurnsSerializer):
    id = serializers.CharField()
    title = serializers.CharField()
    severity = serializers.CharField()
    change = serializers.ChoiceField(("added", "removed", "changed"))


class VerdictsSerializer(serializers.Serializer):
    before = serializers.CharField(allow_null=True, help_text="Null: no rule is asked.")
    after = serializers.CharField(allow_null=True)
    count = serializers.IntegerField()


class NumbersSerializer(serializers.Serializer):
    moved = serializers.IntegerField(help_text="Entries for which a rule turns or the verdict changes.")
    total = TallySerializer()
    verdicts = VerdictsSerializer(many=True)
    rules = RuleTallySerializer(many=True, help_text="The rules that differ.")
    teams = TallySerializer(many=True)
    tiers = TallySerializer(many=True, help_text="Of use cases.")


class ImpactSerializer(serializers.Serializer):
    """How far the newest count is and, once it is done, what it found among the entries that you can see."""

    status = serializers.ChoiceField(CheckStatus.choices)
    as_of = serializers.DateField()
    percent = serializers.IntegerField(
        help_text="How much of all entries is asked.", min_value=0, max_value=100
    )
    error = serializers.CharField()
    queued_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    numbers = NumbersSerializer(allow_null=True, help_text="Null until it is done.")


class RuleTurnSerializer(serializers.Serializer):
    id = serializers.CharField()
    before = serializers.CharField(allow_null=True, help_text="The outcome; null: the rule is not asked.")
    after = serializers.CharField(allow_null=True)


class ImpactMoveSerializer(serializers.Serializer):
    entry = EntryLink()
    before = serializers.CharField(help_text="The verdict; blank where no rule is asked.")
    after = serializers.CharField()
    rules = RuleTurnSerializer(many=True, help_text="The rules that turn.")
