import re
from collections import Counter
from datetime import date
from importlib.resources import files

import pytest

from governance.demo.content import load_content, with_dates
from policies.record import validate_manifest
from registry.services.references import references_in

TODAY = date(2026, 3, 31)
CONTENT = load_content(TODAY)
FILES = [path for path in files("governance.demo").iterdir() if path.name.endswith(".yaml")]


@pytest.mark.parametrize("place", CONTENT.manifests, ids="/".join)
def test_every_manifest_is_valid(place):
    assert validate_manifest(CONTENT.manifests[place]) == []


def test_the_company_is_as_large_as_promised():
    kinds = Counter(kind for kind, _ in CONTENT.manifests)
    assert kinds["use_case"] >= 30
    assert kinds["ai_model"] >= 15
    assert kinds["data_source"] >= 20
    assert kinds["tool"] >= 20
    assert kinds["consent_scope"] >= 8
    assert len(CONTENT.organisation["people"]) >= 14
    assert all(len(kpi["readings"]) == 12 for kpi in CONTENT.kpis)


def test_whatever_an_entry_points_at_is_there():
    said = CONTENT.organisation
    known = {("team", team["key"]) for team in said["teams"]}
    known |= {("person", person["email"]) for person in said["people"]}
    known |= {("kpi", kpi["key"]) for kpi in CONTENT.kpis} | set(CONTENT.manifests)
    missing = [
        (key, pointer, value)
        for (kind, key), manifest in CONTENT.manifests.items()
        for pointer, field, value in references_in(kind, manifest)
        if field.of not in {"purpose", "vendor"} and (field.of, value) not in known
    ]
    assert missing == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_date_is_written_out_and_no_address_is_real(path):
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"\b(?:19|20)\d\d-\d\d-\d\d\b", text) == []
    assert set(re.findall(r"https?://([^/\s'\"]+)", text)) <= {"www.example.com", "w3id.org"}
    assert all(address.endswith("@example.com") for address in re.findall(r"[\w.]+@[\w.]+", text))


def test_dates_count_from_the_day_the_demonstration_is_set_up():
    said = {"on": {"days": -1}, "rows": [{"until": {"days": 30}, "days": 3}]}
    assert with_dates(said, TODAY) == {"on": "2026-03-30", "rows": [{"until": "2026-04-30", "days": 3}]}


def test_history_speaks_of_entries_that_exist_and_runs_forwards():
    history, places = CONTENT.history, {"/".join(place) for place in CONTENT.manifests}
    assert set(history["versions"]) <= places
    assert {step["entry"] for step in history["steps"]} <= places
    for versions in history["versions"].values():
        days = [version["on"] for version in versions]
        assert days == sorted(set(days))
        assert set(versions[-1]) == {"on"} or len(versions) == 1
