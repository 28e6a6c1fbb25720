"""What to say next, and what waits for it."""

from typing import Any, get_args

from rest_framework import serializers

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
