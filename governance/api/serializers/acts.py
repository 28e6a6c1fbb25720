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


class VoteActSerializer(SeenSerializer):
    verdict = serializers.ChoiceField(Verdict.choices)
