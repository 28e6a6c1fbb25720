"""No word of an entry reaches who may not see it, through whatever looks alike."""

import json
from random import Random

from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from governance.reports.overlaps import find_pairs
from governance.services.engine import Checker
from registry.models import Entry, OverlapPair, Scope
from registry.services.comparing import compare_everything
from registry.services.entries import save_manifests
from registry.services.tokens import issue_token
from tests.personas import make_person, make_team

COMMON = ["churn", "rescue", "offer", "scoring", "nightly", "letter", "voice", "call", "claim", "fraud"]
# Only entries of the service team say these, in their keys too.
SECRET = ["aardwolf", "bandicoot", "capybara"]
KINDS = ["tool", "use_case"]


def manifest(number: int, random: Random) -> dict:
    said = random.sample(COMMON, 6)
    return {
        "muster": 1,
        "kind": random.choice(KINDS),
        "key": f"ours-{number}",
        "owner_team": "marketing",
        "title": " ".join(said[:2]).capitalize(),
        "description": f"{' '.join(said)}.",
    }


def like(ours: dict, random: Random) -> dict:
    """What another team says of almost the same, in words of its own as well."""
    secret = random.choice(SECRET)
    said = {name: f"{ours[name]} {secret}" for name in random.sample(["title", "description"], 1)}
    return ours | said | {"key": f"{secret}-{ours['key']}", "owner_team": "service"}


class Readers(TestCase):
    @settings(max_examples=5)
    @given(seed=st.integers(0, 100_000))
    def test_what_a_reader_is_told_holds_no_word_that_only_others_say(self, seed):
        random = Random(seed)  # noqa: S311 - nothing secret
        for team in ("marketing", "service"):
            make_team(team)
        reader = make_person(f"Reader {seed}", team="marketing")
        ours = [manifest(number, random) for number in range(5)]
        save_manifests([*ours, *(like(one, random) for one in ours)], by=None)
        compare_everything()
        assert OverlapPair.objects.filter(left__owner_team__key="marketing", right__owner_team__key="service")
        for told in (*from_reports(reader), *from_checks(reader, random), *from_pages(reader)):
            assert not [word for word in SECRET if word in told.lower()], told


def own_entries() -> list[Entry]:
    return list(Entry.objects.filter(owner_team__key="marketing"))


def from_reports(reader) -> list[str]:
    pairs = OverlapPair.objects.visible_to(reader)
    return [repr(list(pairs.values())), repr(find_pairs(reader))]


def from_checks(reader, random: Random) -> list[str]:
    """Of what is registered, and of what the reader makes up and has checked."""
    made_up = manifest(99, random)
    told = []
    for said in [made_up, *(entry.document for entry in own_entries())]:
        checker = Checker(also=[said], visible_to=reader)
        report = checker.under_check(said).report()
        told.append(json.dumps(report.to_json()))
    return told


def from_pages(reader) -> list[str]:
    client = Client()
    client.force_login(reader)
    ours = own_entries()[:2]
    pages = [reverse(name) for name in ("overlaps", "overlaps_csv", "portfolio")]
    pages += [reverse("entry", args=[entry.kind, entry.key]) for entry in ours]
    answers = [client.get(page) for page in pages]
    secret = {"Authorization": f"Bearer {issue_token(reader, 'test', [Scope.READ], by=reader)[1]}"}
    paths = [f"/api/v1/entries/{entry.kind}/{entry.key}/overlaps/" for entry in ours]
    answers += [Client().get(path, headers=secret) for path in paths]
    assert {answer.status_code for answer in answers} == {200}
    return [b"".join(answer).decode() for answer in answers]
