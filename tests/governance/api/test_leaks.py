"""Words of one team must not reach another through any answer, whatever is asked."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from policies import load_packs
from policies.record import KINDS, fields_of
from registry.models import Entry
from tests.governance.api.conftest import Program, manifest
from tests.personas import make_entry, make_submission

ROOT = Path(__file__).resolve().parents[3]
CANARY = "Zanzibar canary"
_SAID = {
    "str": CANARY,
    "text": f"{CANARY} sends newsletters to customers and picks offers",
    "url": "https://zanzibar-canary.example",
    "email": "zanzibar-canary@example.org",
    "list": [CANARY],
    "json": {"zanzibar-canary": CANARY},
}


def words_of(kind: str) -> dict[str, Any]:
    """Every field of ``kind`` that takes free words, filled with canaries."""
    return {
        name: _SAID[field.type]
        for name, field in fields_of(kind).items()
        # Shares of consents hold keys and numbers, and nothing else is accepted.
        if field.type in _SAID and not field.derived and name != "consent_mix"
    }


@pytest.fixture(autouse=True)
def _rules_that_quote(settings):
    """The shipped rules quote little; these quote all that they can reach."""
    settings.MUSTER_PACKS = [str(ROOT / "tests/packs/quoting.yaml"), str(ROOT / "policies/packs")]


@pytest.fixture
def foreign(service_team, django_capture_on_commit_callbacks) -> dict[str, Entry]:
    """One entry of each kind that belongs to the service team and says nothing but canaries."""
    with django_capture_on_commit_callbacks(execute=True):
        return register_foreign(service_team.key)


def register_foreign(team: str) -> dict[str, Entry]:
    consent = make_entry("consent_scope", owner_team=team, **words_of("consent_scope"))
    source = make_entry(
        "data_source", owner_team=team, **words_of("data_source"), consent_scopes=[consent.key]
    )
    tool = make_entry("tool", owner_team=team, **words_of("tool"))
    model = make_entry("ai_model", owner_team=team, **words_of("ai_model"), training_data=[source.key])
    links = {"data_links": [{"data_source": source.key}], "tools": [tool.key], "models": [model.key]}
    case = make_entry("use_case", owner_team=team, **words_of("use_case"), **links)
    return {entry.kind: entry for entry in (consent, source, tool, model, case)}


@pytest.fixture
def ours(foreign, django_capture_on_commit_callbacks) -> Entry:
    """A use case of marketing that leans on everything of the service team, checked and submitted."""
    link = {
        "data_source": foreign["data_source"].key,
        "consent_scope": foreign["consent_scope"].key,
        "data_categories": ["user.contact"],
        "lawful_basis": "A6-1-a",
        "usage": "training",
    }
    with django_capture_on_commit_callbacks(execute=True):
        entry = make_entry(
            description=_SAID["text"].removeprefix(CANARY),
            data_links=[link],
            tools=[foreign["tool"].key],
            models=[foreign["ai_model"].key],
            profile=foreign["data_source"].key,
            vulnerable_groups=["People who can't read"],
        )
        make_submission(entry)
    return entry


def quoting_rules(kind: str) -> list[str]:
    """The rules of our quoting pack that are about entries of ``kind``."""
    packs = load_packs([ROOT / "tests/packs/quoting.yaml"])
    return [rule.id for rule in packs.rules if kind in rule.applies_to]


def everything(program: Program, foreign: dict[str, Entry], ours: Entry) -> dict[str, str]:
    """What ``program`` gets to read by every way we know, by address."""
    entries = [*foreign.values(), ours]
    paths = ["entries/", "findings/", "submissions/", "entries/?team=service", "findings/?team=service"]
    for entry in entries:
        place = f"entries/{entry.kind}/{entry.key}/"
        paths += [place, f"{place}findings/", f"{place}revisions/", f"{place}revisions/1/"]
        paths += [f"submissions/{one.pk}/" for one in entry.submissions.all()]
        paths += [f"{place}explain/{rule}/" for rule in quoting_rules(entry.kind)]
        paths += [f"{place}lineage/", f"{place}questions/", f"{place}ways/"]
    answers = {path: text_of(program.get(path)) for path in paths}
    for kind in KINDS:
        answers |= asked(program, kind, foreign, ours)
    return answers


def asked(program: Program, kind: str, foreign: dict[str, Entry], ours: Entry) -> dict[str, str]:
    """Checks and saves that try to read foreign entries off findings, hints and refusals."""
    links = {name: ours.document[name] for name in ("data_links", "tools", "profile", "vulnerable_groups")}
    probe = manifest(kind, "probe", description=_SAID["text"].removeprefix(CANARY))
    probe |= {"product": "Zanzibr"} if kind == "tool" else links if kind == "use_case" else {}
    theirs = manifest(kind, foreign[kind].key, owner_team="service")
    near = manifest("use_case", "probe", tools=[foreign["tool"].key[:-1]])
    answers = {
        f"check {kind}": program.post("policy-checks/", probe),
        f"check sarif {kind}": program.post("policy-checks/", probe, Accept="application/sarif+json"),
        f"check theirs {kind}": program.post("policy-checks/?store=true", theirs),
        f"put theirs {kind}": program.put(f"entries/{kind}/{theirs['key']}/", theirs),
        f"put near {kind}": program.put("entries/use_case/probe/", near),
    }
    return {name: text_of(answer) for name, answer in answers.items()}


def text_of(answer: Any) -> str:
    assert answer.status_code < 500
    return answer.content.decode()


def leaks(answers: dict[str, str]) -> list[str]:
    return [name for name, text in answers.items() if "anzibar" in text]


@pytest.mark.parametrize("who", ["campaign_manager", "viewer", "stranger", "operator"])
def test_no_word_of_another_team_reaches(request, foreign, ours, who):
    answers = everything(Program(request.getfixturevalue(who)), foreign, ours)
    assert leaks(answers) == []


@pytest.mark.parametrize("who", ["auditor", "service_agent"])
def test_the_same_questions_show_the_words_to_who_may_see_them(request, foreign, ours, who):
    """Otherwise the test above could pass because nothing was there to leak."""
    found = leaks(everything(Program(request.getfixturevalue(who)), foreign, ours))
    assert {f"entries/{kind}/{entry.key}/" for kind, entry in foreign.items()} <= set(found)
    assert {"check tool", "check sarif tool", "check use_case", "findings/"} <= set(found)


def test_the_snapshot_shows_the_foreign_words_to_the_auditor_alone(auditor, campaign_manager, foreign, ours):
    path = f"submissions/{ours.submissions.get().pk}/"
    assert "anzibar" in Program(auditor).get(path).content.decode()
    seen = Program(campaign_manager).get(path).json()["snapshot"]
    assert seen["tools"] == [
        {"key": foreign["tool"].key, "$unknown": "This lies in an entry that you can't see."}
    ]
    assert seen["description"] == ours.document["description"]


def test_a_hint_names_no_entry_that_its_reader_can_not_see(member, service_agent):
    key = make_entry("tool", key="quiet-tool", owner_team="service").key
    said = manifest("use_case", "probe", tools=[key[:-1]])
    refused = member.put("entries/use_case/probe/", said)
    assert refused.status_code == 422 and key not in refused.content.decode()
    helped = Program(service_agent).put("entries/use_case/probe/", said | {"owner_team": "service"})
    assert helped.json()["errors"][0]["hint"] == f"Did you mean {key}?"


def test_a_duplicate_elsewhere_is_told_without_its_name(member, foreign):
    report = member.post("policy-checks/", manifest("tool", "probe", product=CANARY)).json()["entries"][0]
    said = {place["pointer"]: place for one in report["findings"] for place in one["pointers"]}
    assert said["/facts/twins/items/0/title"]["actual"] == "Another team has something like this"
    assert foreign["tool"].key not in str(report)


def pages(client: Client, person: Any, entries: list[Entry]) -> dict[str, str]:
    """Every page that ``person`` gets to see of these entries, by address."""
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    paths = [reverse(name) for name in ("home", "entries", "submissions", "portfolio", "report")]
    for entry in entries:
        paths += [
            reverse(name, args=[entry.kind, entry.key]) for name in ("entry", "edit_entry", "submit_entry")
        ]
        paths += [reverse("submission", args=[one.pk]) for one in entry.submissions.all()]
        rules = quoting_rules(entry.kind)
        paths += [reverse("explain_rule", args=[entry.kind, entry.key, rule]) for rule in rules]
    return {path: text_of(client.get(path)) for path in paths}


@pytest.mark.parametrize("who", ["campaign_manager", "viewer", "stranger"])
def test_no_page_shows_a_word_of_another_team(request, client, foreign, ours, who):
    assert leaks(pages(client, request.getfixturevalue(who), [*foreign.values(), ours])) == []


def test_the_same_pages_show_the_words_to_who_may_see_them(client, auditor, foreign, ours):
    found = leaks(pages(client, auditor, [*foreign.values(), ours]))
    assert reverse("entry", args=[ours.kind, ours.key]) in found
    assert reverse("submission", args=[ours.submissions.get().pk]) in found
