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


class DifferenceSerializer(serializers.Serializer):
    """A field of what was frozen, before and now; null where nothing is said."""

    pointer = serializers.CharField(help_text="A JSON pointer into the snapshot.")
    old = serializers.JSONField(allow_null=True)
    new = serializers.JSONField(allow_null=True)


class ProblemSerializer(serializers.Serializer):
    """A problem as RFC 9457 has it."""

    type = serializers.ChoiceField([PREFIX + sort for sort in SORTS])
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = ErrorSerializer(many=True, required=False)  # type: ignore[assignment]  # DRF takes fields off the class
    review_digest = serializers.CharField(required=False, help_text="Of what stands, where you saw another.")
    changed = serializers.ListField(
        child=serializers.CharField(), required=False, help_text="What else is different from what you saw."
    )
    differences = DifferenceSerializer(many=True, required=False)
