"""Rules: packs, what an organisation sets differently, and changes of both."""

from rest_framework import serializers

from governance.models import ActivationStatus


class PackSerializer(serializers.Serializer):
    id = serializers.CharField()
    version = serializers.CharField()
    title = serializers.CharField()
    digest = serializers.CharField()
    rules = serializers.ListField(child=serializers.CharField(), help_text="Ids.")


class RulesSerializer(serializers.Serializer):
    """What is in force: every check names it by its digest."""

    digest = serializers.CharField()
    packs = PackSerializer(many=True)
    settings = serializers.JSONField(help_text="`muster: settings/1`, as `muster check --settings` reads it.")
    change = serializers.IntegerField(allow_null=True, help_text="Null where nothing was ever activated.")


class PackVersionSerializer(serializers.Serializer):
    pack = serializers.CharField()
    version = serializers.CharField()
    title = serializers.CharField()
    digest = serializers.CharField()
    text = serializers.CharField(help_text="The YAML, as it was kept.")
    kept_at = serializers.DateTimeField()


class RulesChangeSerializer(serializers.Serializer):
    """One proposed change, and what became of it. Of those with a ``number`` the highest is in force."""

    id = serializers.IntegerField()
    status = serializers.ChoiceField(ActivationStatus.choices)
    number = serializers.IntegerField(allow_null=True)
    digest = serializers.CharField(source="rule_set.digest")
    based_on = serializers.CharField()
    packs = serializers.JSONField(source="rule_set.packs", help_text="Digests of its packs.")
    settings = serializers.JSONField(source="rule_set.settings")
    reason = serializers.CharField()
    proposed_by = serializers.CharField(source="proposed_by.name")
    proposed_at = serializers.DateTimeField()
    decided_by = serializers.CharField(source="decided_by.name", default=None, allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    decided_why = serializers.CharField()


class RulesProposalSerializer(serializers.Serializer):
    """What is left out stays as it is, but for ``settings``: what they don't say is as the packs have it."""

    reason = serializers.CharField(max_length=5000)
    packs = serializers.ListField(
        child=serializers.CharField(max_length=64), required=False, help_text="Digests of kept packs."
    )
    text = serializers.CharField(required=False, help_text="A pack of your own, as YAML.")
    settings = serializers.JSONField(required=False)
