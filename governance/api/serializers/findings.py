"""Checks and their findings, in the words of the engine's report."""

from functools import cached_property

from rest_framework import serializers

from governance.api.serializers.links import EntryLink
from governance.disclosure import Disclosure
from governance.models.checks import CheckRun, CheckVerdict
from policies.language.responsible import WHO
from policies.language.schema import MODES

OUTCOMES = ("fail", "unknown", "error")


class PointerSerializer(serializers.Serializer):
    pointer = serializers.CharField(help_text="JSON pointer (RFC 6901) into the record.")
    label = serializers.CharField()  # type: ignore[assignment]  # DRF takes fields off the class
    expected = serializers.CharField(help_text="What the rule asks for.")
    actual = serializers.JSONField(help_text="What the record says; null where it says nothing.")


class WaivedBySerializer(serializers.Serializer):
    id = serializers.CharField()
    until = serializers.DateField(help_text="The last day on which it counts.")


class FindingSerializer(serializers.Serializer):
    """One check of one rule that was not shown to hold. Unknown: not enough was said to tell."""

    rule_id = serializers.CharField()
    rule_version = serializers.IntegerField()
    check_id = serializers.CharField()
    pack = serializers.CharField()
    title = serializers.CharField()
    severity = serializers.ChoiceField(("blocker", "high", "medium", "low", "info"))
    outcome = serializers.ChoiceField(OUTCOMES)
    disposition = serializers.ChoiceField(("open", "waived", "preview"))
    mode = serializers.ChoiceField(MODES, help_text="How far the organisation lets the rule go.")
    blocks = serializers.BooleanField()
    gates = serializers.ListField(child=serializers.CharField())
    message = serializers.CharField()
    why = serializers.CharField(help_text="Why the rule exists, and why it is asked here.")
    fix = serializers.CharField(help_text="What to do now; of an unknown, what to answer.")
    remedy = serializers.CharField(help_text="Of an unknown: what to do where the answer shows a problem.")
    who = serializers.ChoiceField(tuple(WHO), allow_blank=True, help_text="Who has to act.")
    starts_on = serializers.CharField(help_text="From when the rule counts, where that is still to come.")
    refs = serializers.ListField(child=serializers.CharField())
    pointers = PointerSerializer(many=True)
    more_pointers = serializers.IntegerField(help_text="How many places are not listed.")
    fingerprint = serializers.CharField(help_text="Stays the same from check to check.")
    evidence_digest = serializers.CharField(help_text="Changes with the values that the finding stands on.")
    waiver = WaivedBySerializer(allow_null=True, help_text="Under which waiver it is accepted.")


class EntryFindingSerializer(FindingSerializer):
    """A finding, with the entry it is about."""

    entry = EntryLink(source="run.entry")


class EngineSerializer(serializers.Serializer):
    """The release that made a report."""

    version = serializers.CharField()
    data_digest = serializers.CharField(
        help_text="Changes with the law, the vocabularies and the tables of fields that come with Muster."
    )


# Whoever knows all but one value of what is hashed finds that value by trying.
_OVER_LINKS = (
    "Blank unless you see every entry: it is over what is linked, too. "
    "Blank, too, as long as findings are not in words yet."
)


class CheckSerializer(serializers.Serializer):
    """A finished check: what was checked, by which packs, and what it came to."""

    id = serializers.IntegerField()
    verdict = serializers.ChoiceField(CheckVerdict.choices)
    counts = serializers.DictField(child=serializers.IntegerField())
    as_of = serializers.DateField()
    revision = serializers.IntegerField()
    trigger = serializers.ChoiceField(("change", "submission", "schedule", "api"))
    gate = serializers.CharField(help_text="Blank where all rules were asked.")
    record_digest = serializers.SerializerMethodField(help_text=_OVER_LINKS)
    packs_digest = serializers.CharField()
    engine = EngineSerializer(allow_null=True, help_text="Null where it was not kept.")
    report_digest = serializers.SerializerMethodField(help_text=_OVER_LINKS)
    finished_at = serializers.DateTimeField()

    def get_record_digest(self, run: CheckRun) -> str:
        return run.record_digest if self._shows_digests else ""

    def get_report_digest(self, run: CheckRun) -> str:
        return run.report_digest if self._shows_digests else ""

    @cached_property
    def _shows_digests(self) -> bool:
        return Disclosure(self.context["request"].user).sees_everything
