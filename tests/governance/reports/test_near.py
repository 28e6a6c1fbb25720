"""What looks like an entry: nothing that only others may read is told of it."""

import pytest

from governance.reports.near import near_entry, near_manifest
from governance.services.overlaps import decide_overlap
from tests.personas import make_entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]
SAME = {"vendor": "Tallis", "product": "Voice Insights"}


def test_a_name_learned_from_entries_out_of_sight_is_not_quoted(campaign_manager, privacy_officer):
    today = make_entry("tool", vendor="Nordlicht", product="Projekt Zeus", owner_team="service")
    former = make_entry("tool", vendor="Quux", product="Foobar", owner_team="service")
    decide_overlap(former, today, by=privacy_officer, outcome="join", same_product=True)
    ours, _ = (make_entry("tool", title=title, vendor="Quux", product="Foobar") for title in ("Ours", "Also"))
    (near,) = near_entry(campaign_manager, ours).near
    assert "same product" in near.reasons
    assert "Zeus" not in str(near.reasons)


def test_what_is_made_up_over_a_hidden_entry_tells_nothing_of_what_was_decided_on_it(
    campaign_manager, privacy_officer
):
    hidden = make_entry("tool", owner_team="service", **SAME)
    make_entry("tool", **SAME)
    asked = {"kind": "tool", "key": hidden.key, "title": hidden.title, **SAME}
    before = near_manifest(campaign_manager, asked)
    decide_overlap(hidden, before.near[0].entry, by=privacy_officer, outcome="join")
    assert near_manifest(campaign_manager, asked) == before
    assert near_manifest(privacy_officer, asked).near[0].counts
