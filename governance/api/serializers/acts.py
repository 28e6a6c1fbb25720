"""What is sent to do one thing to one thing."""

from rest_framework import serializers


class Text(serializers.CharField):
    def __init__(self, **options: object) -> None:
        super().__init__(max_length=5000, **options)  # type: ignore[arg-type]


class ReasonSerializer(serializers.Serializer):
    reason = Text()


class NothingSerializer(serializers.Serializer):
    """No member."""
