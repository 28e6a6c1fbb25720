"""One question, one answer: API, command line, worker and the form's panel give the same bytes."""

from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import pytest

from governance.services.overlaps import decide_overlap
from registry import clock
from registry.models import KPI, User
from registry.services.aliases import teach_alias
from registry.services.comparing import compare_everything
from registry.services.entries import save_manifests
from tests.doors import answers_everywhere
from tests.manifests import TODAY, random_manifests
from tests.personas import make_entry


@pytest.fixture
def known(marketing, campaign_manager, colleague) -> dict[str, list[str]]:
    KPI.objects.create(key="nps", name="NPS")
    return {"team": ["marketing"], "person": [campaign_manager.email, colleague.email], "kpi": ["nps"]}


@pytest.fixture
def today():
    with clock.at(datetime.combine(TODAY, time(12), UTC)):
        yield


def ask_everybody(seed: int, number: int, known: dict[str, Any], reader: User, folder: Path) -> None:
    save_manifests(random_manifests(seed, number, known), by=reader)
    answers = answers_everywhere(reader, folder, hash_seed=str(seed))
    assert len(answers) == number


@pytest.mark.usefixtures("today")
def test_whoever_asks_gets_the_same_bytes(known, campaign_manager, tmp_path):
    ask_everybody(0, 25, known, campaign_manager, tmp_path)


@pytest.mark.usefixtures("today")
@pytest.mark.parametrize("outcome", ["join", "not_the_same"])
def test_decisions_and_names_count_at_every_door(known, campaign_manager, operator, tmp_path, outcome):
    one = make_entry("tool", title="Lumora", vendor="Lumo", status="sanctioned", rationalisation="undecided")
    two = make_entry("tool", title="Candle", vendor="Wax", status="sanctioned", rationalisation="undecided")
    teach_alias("product", "Lumora", "Wax Candle", by=operator, vendor="Lumo")
    compare_everything()  # as the check of everything does that follows what is taught
    before = answers_everywhere(campaign_manager, tmp_path)
    decide_overlap(one, two, by=campaign_manager, outcome=outcome)
    after = answers_everywhere(campaign_manager, tmp_path)
    assert [name for name in before if before[name] == after[name]] == []


@pytest.mark.services
@pytest.mark.usefixtures("today")
@pytest.mark.parametrize("seed", range(1, 21))
def test_a_thousand_manifests_get_the_same_bytes_whatever_the_hash_seed(
    seed, known, campaign_manager, tmp_path
):
    ask_everybody(seed, 50, known, campaign_manager, tmp_path)
