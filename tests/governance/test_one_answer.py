"""One question, one answer: API, command line, worker and the form's panel give the same bytes."""

from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import pytest

from registry import clock
from registry.models import KPI, User
from registry.services.entries import save_manifests
from tests.doors import answers_everywhere
from tests.manifests import TODAY, random_manifests


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


@pytest.mark.services
@pytest.mark.usefixtures("today")
@pytest.mark.parametrize("seed", range(1, 21))
def test_a_thousand_manifests_get_the_same_bytes_whatever_the_hash_seed(
    seed, known, campaign_manager, tmp_path
):
    ask_everybody(seed, 50, known, campaign_manager, tmp_path)
