"""Whoever can list what was hashed finds it by its digest: no such digest is shown to who may not see it."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from governance.models import CheckRun
from governance.reports.registry import export_registry
from governance.services.portfolio import check_portfolio
from governance.services.verifying import find_changed_submissions
from governance.services.verifying_waivers import find_changed_waivers
from policies.canonical import digest
from registry.ledger.salting import salted_digest
from registry.models import AuditEvent
from tests.governance.api.conftest import Program
from tests.personas import make_entry, make_submission, make_waiver
from tests.policies.writing import check_of, pack_text, rule_of

pytestmark = pytest.mark.django_db
EVERY = {"every": {"in": "data_links", "satisfies": {"data_source.contains_personal_data": False}}}


@pytest.fixture
def theirs(service_team, settings, tmp_path):
    (tmp_path / "test.yaml").write_text(
        pack_text(rule_of(gates=["ci", "approve"], require=[check_of(EVERY)]))
    )
    settings.MUSTER_PACKS = [str(tmp_path / "test.yaml")]
    return make_entry("data_source", owner_team=service_team, contains_personal_data=True)


@pytest.fixture
def ours(theirs, privacy_officer, campaign_manager):
    """An entry of marketing that rests on what the service team says, checked, waived and submitted."""
    entry = make_entry(data_links=[{"data_source": theirs.key}])
    make_waiver(entry, by=campaign_manager, approver=privacy_officer)
    check_portfolio()
    make_submission(entry, by=campaign_manager)
    return entry


def plain(entry) -> set[str]:
    """The digests that whoever guesses right comes to, with nothing but their own token."""
    waiver, submission = entry.waivers.get(), entry.submissions.get()
    runs = [CheckRun.objects.current().get(entry=entry), submission.check_run]
    found = {digest(submission.snapshot), digest(waiver.evidence), *waiver.evidence.values()}
    return found | {each for run in runs for each in (run.record_digest, run.report_digest)}


def read(entry, reader) -> str:
    """All that ``reader`` can read of the entry."""
    client, program = Client(), Program(reader)
    client.force_login(reader)
    waiver, submission = entry.waivers.get(), entry.submissions.get()
    pages = [
        reverse("entry", args=[entry.kind, entry.key]),
        reverse("waiver", args=[waiver.pk]),
        reverse("submission", args=[submission.pk]),
        reverse("report"),
        *(reverse("admin:registry_auditevent_change", args=[one.pk]) for one in AuditEvent.objects.all()),
    ]
    place = f"entries/{entry.kind}/{entry.key}/"
    answers = [place, f"{place}findings/", f"waivers/{waiver.pk}/", f"submissions/{submission.pk}/"]
    texts = [client.get(page).content.decode() for page in pages]
    texts += [program.get(answer).content.decode() for answer in answers]
    texts.append(program.post("policy-checks/", entry.document).content.decode())
    return " ".join([*texts, export_registry(visible_to=reader).decode()])


@pytest.mark.parametrize("who", ["campaign_manager", "operator"])
def test_nothing_that_can_be_guessed_is_shown_to_who_does_not_see_it_all(who, ours, request):
    told = set(re.findall(r"\b[0-9a-f]{64}\b", read(ours, request.getfixturevalue(who))))
    assert told & plain(ours) == set()
    assert ours.submissions.get().review_digest in told or who == "operator"


def test_a_guess_comes_to_the_digests_that_are_kept_back(ours, theirs, campaign_manager):
    made_up = theirs.document | {"contains_personal_data": True}
    answer = Program(campaign_manager).post("policy-checks/", {"manifests": [ours.document, made_up]})
    report = next(one for one in answer.json()["entries"] if one["kind"] == "use_case")
    assert {report["record_digest"], report["findings"][0]["evidence_digest"]} <= plain(ours)


def test_who_sees_everything_is_shown_the_digests_of_a_check(ours, auditor):
    (check,) = [Program(auditor).get(f"entries/use_case/{ours.key}/").json()["check"]]
    assert {check["record_digest"], check["report_digest"]} <= plain(ours)


def test_what_is_kept_with_a_salt_is_held_against_the_ledger_all_the_same(ours):
    assert [*find_changed_waivers(), *find_changed_submissions()] == []
    ours.waivers.update(evidence={})
    ours.submissions.update(snapshot={})
    found = {one.reason for one in (*find_changed_waivers(), *find_changed_submissions())}
    assert {"what was asked for was changed", "its snapshot was changed"} <= found


def test_no_two_things_have_the_same_salt(ours):
    salts = {ours.waivers.get().salt, ours.submissions.get().salt}
    assert len(salts) == 2 and "" not in salts


def test_what_was_kept_before_there_were_salts_still_holds():
    assert salted_digest("", {"a": 1}) == digest({"a": 1}) != salted_digest("0", {"a": 1})
