"""What is sent to do one thing to one thing."""

from rest_framework import serializers

from governance.models import Verdict


class Text(serializers.CharField):
    def __init__(self, **options: object) -> None:
        super().__init__(max_length=5000, **options)  # type: ignore[arg-type]


class ReasonSerializer(serializers.Serializer):
    reason = Text()


class NothingSerializer(serializers.Serializer):
    """No member."""


class NoteSerializer(serializers.Serializer):
    note = Text(required=False, allow_blank=True, help_text="What the council should know.")


class GroundsSerializer(serializers.Serializer):
    grounds = Text(help_text="What the council overlooked: it reads this first.")


class SeenSerializer(ReasonSerializer):
    """A reason, and what it is about."""

    seen_digest = serializers.RegexField(
        "^[0-9a-f]{64}$",
        help_text="The `review_digest` of what you looked at: on anything else it is refused.",
    )


class ConditionActSerializer(serializers.Serializer):
    """What has to become so, and by when. It closes by itself; where it is missed, the approval ends."""

    text = Text(help_text="In plain words: the team reads this.")
    expression = serializers.DictField(
        help_text="A predicate in the language of packs, or `{rule: PRV-007}` for: it finds nothing any more."
    )
    due_on = serializers.DateField(help_text="The last day.")
    owner = serializers.EmailField(
        required=False, help_text="Who sees to it, where it is not the entry's team."
    )


class VoteActSerializer(SeenSerializer):
    verdict = serializers.ChoiceField(Verdict.choices)
    conditions = ConditionActSerializer(
        many=True, required=False, help_text="Of an approval with conditions at least one; of others none."
    )
