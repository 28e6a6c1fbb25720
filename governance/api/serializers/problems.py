"""The shape of every answer that is not a success."""

from rest_framework import serializers

from governance.api.problems import PREFIX, SORTS


class ErrorSerializer(serializers.Serializer):
    """One place. A pointer leads into the text that was sent, a parameter stands in the address."""

    pointer = serializers.CharField(required=False, allow_blank=True)
    parameter = serializers.CharField(required=False)
    detail = serializers.CharField()
    hint = serializers.CharField(required=False, allow_blank=True)
    line = serializers.IntegerField(required=False)
    column = serializers.IntegerField(required=False)


class ProblemSerializer(serializers.Serializer):
    """A problem as RFC 9457 has it."""

    type = serializers.ChoiceField([PREFIX + sort for sort in SORTS])
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = ErrorSerializer(many=True, required=False)  # type: ignore[assignment]  # DRF takes fields off the class
