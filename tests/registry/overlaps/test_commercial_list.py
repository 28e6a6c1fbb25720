"""The public list of commercial AI, imported as anybody would: who uses the same product for the same job."""

from collections import Counter
from pathlib import Path

import pytest

from registry.importers.parsing import parse
from registry.models import OverlapPair
from registry.services.comparing import compare_everything
from registry.services.imports import import_inventory

pytestmark = [pytest.mark.data, pytest.mark.django_db]


def test_the_copilot_family_is_found_across_agencies_and_said_to_be(shared_data: Path) -> None:
    listed = shared_data / "us-federal/2025_consolidated_COTS_AI_use_cases.csv"
    import_inventory(parse(listed), by=None)
    compare_everything()
    across: Counter[tuple[float, str]] = Counter()
    agencies: set[int] = set()
    for pair in OverlapPair.objects.select_related("left", "right"):
        told = [(score, word) for name, score, words in pair.signals if name == "product" for word in words]
        copilots = [one for one in told if "Copilot" in one[1]]
        if copilots and pair.left.owner_team_id != pair.right.owner_team_id:
            across.update(copilots)
            agencies |= {pair.left.owner_team_id, pair.right.owner_team_id}
    assert len(agencies) >= 30
    assert {
        (1.0, "Microsoft Copilot"),
        (1.0, "Microsoft 365 Copilot"),
        (1.0, "Microsoft GitHub Copilot"),
        (0.5, "Microsoft Copilot"),
    } <= across.keys()

    pairs = OverlapPair.objects.count()
    import_inventory(parse(listed), by=None)
    compare_everything()
    assert OverlapPair.objects.count() == pairs
