"""The AI Act's tier of a use case, with its reasons, duties and days."""

from typing import Any

from rest_framework import serializers

from policies.record import vocabulary

TIERS = vocabulary("eu_ai_tier")


class LawPlaceSerializer(serializers.Serializer):
    pointer = serializers.CharField()
    label: Any = serializers.CharField()
    actual = serializers.JSONField(allow_null=True)


class LawReasonSerializer(serializers.Serializer):
    sentence = serializers.CharField()
    article = serializers.CharField()
    places = LawPlaceSerializer(many=True)


class LawStepSerializer(serializers.Serializer):
    """One question of the Act. An open one is gone past with the likely answer."""

    id = serializers.CharField()
    question = serializers.CharField()
    article = serializers.CharField()
    answer = serializers.ChoiceField(("yes", "no", "open"))
    reasons = LawReasonSerializer(many=True)


class LawQuestionSerializer(serializers.Serializer):
    """An answer that is missing and can still change the tier, or what holds beside it."""

    pointer = serializers.CharField()
    label: Any = serializers.CharField()
    step = serializers.CharField()


class LawDutySerializer(serializers.Serializer):
    id = serializers.CharField()
    title = serializers.CharField()
    article = serializers.CharField()
    roles = serializers.ListField(child=serializers.CharField())
    applies = serializers.ChoiceField(("yes", "open"))
    begins = serializers.DateField(allow_null=True)
    after_change = serializers.BooleanField()
    rests_on_secondary = serializers.BooleanField()


class LawVersionSerializer(serializers.Serializer):
    id = serializers.CharField()
    title = serializers.CharField()


class LawSourceSerializer(serializers.Serializer):
    id = serializers.CharField()
    title = serializers.CharField()
    known = serializers.ChoiceField(("primary", "secondary"))
    note = serializers.CharField()


class ClassificationSerializer(serializers.Serializer):
    """The tier by the law of ``as_of``; ``unclassified`` while answers that decide are missing."""

    as_of = serializers.DateField()
    law = LawVersionSerializer(source="version", allow_null=True)
    reached = serializers.BooleanField()
    tier = serializers.ChoiceField(TIERS)
    leaning = serializers.ChoiceField(TIERS)
    possible = serializers.ListField(child=serializers.ChoiceField(TIERS))
    tiers = serializers.ListField(child=serializers.ChoiceField(TIERS))
    plain = serializers.CharField()
    stop = serializers.BooleanField()
    deadline = serializers.DateField(allow_null=True)
    steps = LawStepSerializer(many=True)
    questions = LawQuestionSerializer(many=True)
    art5_practices = serializers.ListField(child=serializers.CharField())
    annex_iii_points = serializers.ListField(child=serializers.CharField())
    art50_triggers = serializers.ListField(child=serializers.CharField())
    articles = serializers.ListField(child=serializers.CharField())
    duties = LawDutySerializer(many=True)
    rests_on_secondary = serializers.BooleanField()
    sources = LawSourceSerializer(many=True)
