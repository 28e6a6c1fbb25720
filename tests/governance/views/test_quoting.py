"""Messages without what a reader may not see, with the names that the reader's own entry says."""

from pathlib import Path

import pytest

from governance.disclosure import Disclosure
from governance.models import Finding
from governance.services.portfolio import check_portfolio
from governance.views.findings import show_findings
from governance.views.names import Names
from tests.personas import make_entry

PACK = Path(__file__).resolve().parents[2] / "packs" / "quoting.yaml"


@pytest.fixture
def told(settings, service_team, campaign_manager):
    settings.MUSTER_PACKS = [str(PACK)]
    make_entry("tool", key="mailer", title="Secret mailer", owner_team=service_team)
    source = make_entry("data_source", key="crm", version="Bought", owner_team=service_team)
    entry = make_entry(description="Picks.", tools=["mailer"], profile=source.key)
    check_portfolio()
    found = Finding.objects.filter(run__entry=entry, run__is_current=True).select_related("run__entry")
    seen = Disclosure(campaign_manager).findings(found)
    shown = show_findings(seen, entry.document, Names(campaign_manager, [entry.document]), form_url=None)
    return {(one.said.rule_id, one.said.check_id): one for one in shown}


def test_of_a_hidden_entry_the_key_is_told_that_the_readers_own_entry_says(told):
    assert told["QUO-004", "tools"].heading == "It uses “mailer”."


def test_a_value_that_was_left_out_stays_out(told):
    assert told["QUO-002", "beside"].heading == "The profile says …."
