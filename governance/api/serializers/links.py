"""The entry that something is about."""

from rest_framework import serializers
from rest_framework.reverse import reverse

from policies.record import KINDS
from registry.models import Entry


class EntryLink(serializers.Serializer):
    """Just enough to name an entry and to find it."""

    kind = serializers.ChoiceField(KINDS)
    key = serializers.CharField()
    title = serializers.CharField()
    url = serializers.SerializerMethodField()

    def get_url(self, entry: Entry) -> str:
        return address_of(entry)


def address_of(entry: Entry) -> str:
    """The entry's address in this API, without the host."""
    return reverse("api:entry", kwargs={"kind": entry.kind, "key": entry.key})
