"""No text of an entry ever reaches somebody who may not see it, however they ask what resembles theirs."""

import json
import re

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from governance.disclosure import Disclosure
from governance.models import CheckRun, Finding, OverlapDecision
from governance.reports.registry import export_registry
from governance.services.checks import complete_checks
from governance.services.overlaps import decide_overlap, withdraw_overlap_decision
from registry.models import Entry
from registry.services.comparing import compare_waiting
from tests.governance.api.conftest import Program
from tests.personas import change_entry, make_entry

pytestmark = pytest.mark.django_db
# Words that stand nowhere else, and that nobody who asks says.
SECRETS = ("zanzibarword", "quokkaphrase", "hushboxname", "velvetvendor", "umbraproduct", "secretkeyword")
SHARED = ("calls", "customers", "moods", "survey", "voice", "recorded")
TEXTS = st.lists(st.sampled_from((*SECRETS, *SHARED)), min_size=3, max_size=9).map(" ".join)
KINDS = st.sampled_from(("tool", "use_case", "ai_model", "data_source"))


@pytest.fixture
def reader(campaign_manager):
    """A member of marketing, with what they read by: a browser and a token."""
    client = Client()
    client.force_login(campaign_manager)
    return campaign_manager, client, Program(campaign_manager)


def asked_by(title: str, description: str, kind: str) -> dict[str, str]:
    """What a reader says of theirs: the same words, but none of the secret ones."""
    plain = re.compile("|".join(SECRETS))
    said = {"title": plain.sub("voice", title), "description": plain.sub("calls", description)}
    return said | ({"vendor": "Lumo", "product": "Lumora"} if kind == "tool" else {})


def hide(kind: str, team, number: int, facts: dict[str, str]) -> Entry:
    """The entry of that number out of sight, made where there is none yet, as it says this."""
    facts |= {"vendor": "velvetvendor", "product": "umbraproduct"} if kind == "tool" else {}
    there = Entry.objects.filter(kind=kind, owner_team=team).order_by("pk")[number : number + 1].first()
    return change_entry(there, **facts) if there else make_entry(kind, owner_team=team, **facts)


def everything(reader, entry, hidden) -> str:
    """All that a reader is told by panel, pages, CSV, API, export, facts and findings.

    The panel is also asked under keys that are taken, also by entries out of sight; it says them again.
    """
    person, client, program = reader
    place, kind = f"entries/{entry.kind}/{entry.key}/", entry.kind
    form = {name: entry.document[name] for name in ("title", "description")} | {"owner_team": "marketing"}
    page = reverse("check_unsaved", args=[kind])
    panels = [
        client.post(page, form | {"key": key}).content.decode().replace(key or " ", "")
        for key in ("", entry.key, *(one.key for one in hidden))
    ]
    answers = [
        client.post(page, form),
        client.get(reverse("entry", args=[kind, entry.key])),
        client.get(reverse("overlaps")),
        client.get(reverse("overlaps_csv")),
        client.get(reverse("portfolio")),
        program.get(f"{place}overlaps/"),
        program.post("overlaps/", entry.document),
        program.post("policy-checks/", entry.document),
        program.get(f"{place}findings/"),
        program.get(f"{place}questions/"),
        program.get(f"{place}explain/{'DUP-001' if kind == 'tool' else 'DUP-007'}/"),
    ]
    rows = Finding.objects.filter(run__in=CheckRun.objects.current().filter(entry=entry))
    told = Disclosure(person).findings(rows.select_related("run__entry"))
    findings = json.dumps([[one.message, one.why, one.pointers] for one in told])
    exported = export_registry(visible_to=person).decode()
    pages = (b"".join(answer).decode() for answer in answers)
    return " ".join([*panels, *pages, findings, exported]).lower()


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kind=KINDS,
    title=TEXTS,
    descriptions=st.lists(TEXTS, min_size=3, max_size=3),
    decided=st.sampled_from(("", "join", "not_the_same")),
)
def test_no_text_of_entries_out_of_sight_is_told(
    reader, it_lead, service_team, kind, title, descriptions, decided
):
    hidden = [
        hide(kind, service_team, number, {"title": title, "description": one})
        for number, one in enumerate(descriptions)
    ]
    mine = Entry.objects.filter(kind=kind, owner_team__key="marketing").first()
    said = asked_by(title, descriptions[0], kind)
    mine = change_entry(mine, **said) if mine else make_entry(kind, **said)
    for standing in OverlapDecision.objects.standing().on(mine):
        withdraw_overlap_decision(standing, by=it_lead)
    if decided:
        decide_overlap(mine, hidden[0], by=it_lead, outcome=decided, reason="Because of zanzibarword.")
    compare_waiting()
    complete_checks(CheckRun.objects.waiting().values_list("pk", flat=True))
    told = everything(reader, mine, hidden)
    assert mine.key in told
    keys = [name for one in hidden for name in (f'"{one.key}"', f"/{one.key}/")]
    assert not [word for word in (*SECRETS, *keys) if word in told]


@pytest.mark.parametrize("outcome", ["join", "not_the_same"])
def test_the_panel_under_the_key_of_a_hidden_entry_tells_nothing_of_what_was_decided_on_it(
    reader, it_lead, service_team, outcome
):
    same = {"vendor": "Lumo", "product": "Lumora"}
    mine, hidden = make_entry("tool", **same), make_entry("tool", owner_team=service_team, **same)
    form = {"title": hidden.title, "owner_team": "marketing", "key": hidden.key} | same
    page = reverse("check_unsaved", args=["tool"])
    before = reader[1].post(page, form).content
    assert f'id="alike-{mine.key}"'.encode() in before
    decide_overlap(hidden, mine, by=it_lead, outcome=outcome)
    assert reader[1].post(page, form).content == before


def test_saving_the_same_again_raises_no_alert(reader, marketing):
    first = make_entry("tool", title="Lumora", vendor="Lumo", description="Voice")
    change_entry(first)
    compare_waiting()
    _, client, program = reader
    assert program.get(f"entries/tool/{first.key}/overlaps/").json()["overlaps"] == []
    assert program.post("overlaps/", first.document).json()["overlaps"] == []
    assert "Much like this" not in client.get(reverse("entry", args=["tool", first.key])).content.decode()


def test_how_many_are_out_of_sight_is_nothing_that_anybody_is_told(reader, service_team):
    same, (_, _, program) = {"vendor": "Lumo", "product": "Lumora"}, reader
    mine, _ = make_entry("tool", status="sanctioned", **same), make_entry("tool", **same)

    def told() -> list[str]:
        make_entry("tool", owner_team=service_team, **same)
        asked = [program.get(f"entries/tool/{mine.key}/{name}/") for name in ("explain/DUP-001", "overlaps")]
        checked = program.post("policy-checks/", mine.document)
        return [answer.content.decode() for answer in (*asked, checked)]

    alone = told()
    assert "DUP-001" in alone[2]
    assert told() == alone
    assert told() == alone
