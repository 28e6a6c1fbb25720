"""What to say next, and what waits for it."""

from typing import Any, get_args

from rest_framework import serializers

from policies.asking.effort import COST
from policies.asking.levels import VERDICTS
from policies.asking.questions import Answer


class AskedSerializer(serializers.Serializer):
    """What an answer is about: the entry, the day, the gate and the stage."""

    kind = serializers.CharField()
    key = serializers.CharField()
    as_of = serializers.DateField()
    gate = serializers.CharField(allow_null=True)
    stage = serializers.CharField(allow_null=True)


class QuestionSerializer(serializers.Serializer):
    """A missing field that can still change the verdict."""

    pointer = serializers.CharField()
    label: Any = serializers.CharField()
    answer = serializers.ChoiceField(get_args(Answer))
    of = serializers.CharField(help_text="The vocabulary, the kind or the part that it is taken from.")
    choices: Any = serializers.ListField(child=serializers.JSONField())
    help = serializers.CharField()
    rules = serializers.ListField(child=serializers.CharField(), help_text="The rules that wait for it.")


class QuestionsSerializer(AskedSerializer):
    questions = QuestionSerializer(many=True)


class ChangeSerializer(serializers.Serializer):
    """One field to change. A pointer that ends in "-" adds a row."""

    pointer = serializers.CharField()
    label: Any = serializers.CharField()
    before = serializers.JSONField(allow_null=True)
    after = serializers.JSONField(allow_null=True)
    effort = serializers.ChoiceField(tuple(COST))
    who = serializers.CharField(help_text="Who acts, or empty where nobody is named.")


class WaySerializer(serializers.Serializer):
    """Changes that together lead there, while no part of them does."""

    effort = serializers.IntegerField()
    changes = ChangeSerializer(many=True)


class WaysSerializer(AskedSerializer):
    verdict = serializers.ChoiceField(VERDICTS)
    wanted = serializers.ChoiceField(VERDICTS[:2])
    ways = WaySerializer(many=True)
    more = serializers.BooleanField(help_text="There may be others.")
    stuck = serializers.ListField(
        child=serializers.CharField(),
        help_text="Rules that nothing was found for: the ways are about the others.",
    )
