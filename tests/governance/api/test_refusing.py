"""Which refused requests are on record, and that nobody fills it."""

import pytest

from registry.models import AuditEvent, Scope
from tests.governance.api.conftest import API, Program, manifest
from tests.personas import make_entry, make_person, make_submission, make_waiver

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]


def recorded() -> list[tuple[str, str, str]]:
    found = AuditEvent.objects.filter(action__endswith=".request_refused").order_by("at", "pk")
    return [(one.subject, one.action, one.body["why"]) for one in found]


def test_a_token_that_lacks_a_scope_of_the_council_is_on_record_of_what_it_was_used_on(privacy_officer):
    waiver = make_waiver(make_entry())
    Program(privacy_officer, Scope.READ).post(f"waivers/{waiver.pk}/approval/", {"reason": "Go."})
    why = "The token lacks the scope waivers:decide."
    assert recorded() == [(waiver.subject, "waiver.request_refused", why)]


def test_of_what_its_owner_can_not_see_the_record_names_the_owner_alone_however_many_they_try(viewer):
    hidden = make_submission(make_entry(owner_team="sales", description="Calls customers."))
    program = Program(viewer, Scope.CHECK)
    for pk in (hidden.pk, 999_998, 999_999):
        program.post(f"submissions/{pk}/votes/", {})
    program.post("policies/changes/", {})
    assert recorded() == [
        (viewer.subject, "token.request_refused", f"The token lacks the scope {scope}.")
        for scope in ("council:decide", "rules:change")
    ]


def test_a_program_that_reads_without_the_scope_or_asks_for_options_is_not_on_record(privacy_officer):
    submission = make_submission()
    assert Program(privacy_officer, Scope.CHECK).get("submissions/").status_code == 403
    program = Program(privacy_officer)
    address = f"{API}submissions/{submission.pk}/"
    assert program.client.options(address, headers=program.headers).status_code == 405
    assert recorded() == []


def test_without_a_token_nothing_is_on_record():
    submission = make_submission()
    address = f"{API}submissions/{submission.pk}/"
    assert Program(None).client.patch(address, {}, content_type="application/json").status_code == 401
    assert recorded() == []


def test_a_manifest_with_an_ordinary_mistake_is_not_on_record_and_one_with_a_verdict_says_no_value(member):
    entry = make_entry("tool")
    said = manifest(key=entry.key)
    address = f"entries/tool/{entry.key}/"
    assert member.put(address, said | {"vendro": "Acme"}, "application/json", If_Match="*").status_code == 422
    assert recorded() == []
    sent = said | {"verdict": "passed, says Cara", "decision": {"by": "Cara"}}
    assert member.put(address, sent, "application/json", If_Match="*").status_code == 422
    why = "A manifest can't say: decision, verdict."
    assert recorded() == [(entry.subject, "entry.request_refused", why)]


def test_a_new_entry_with_a_verdict_is_on_record_of_who_sent_it(member):
    sent = manifest(key="not-there") | {"status": "approved"}
    member.put("entries/tool/not-there/", sent, "application/json", If_None_Match="*")
    assert [(subject.partition(":")[0], action) for subject, action, _ in recorded()] == [
        ("person", "token.request_refused")
    ]


def test_no_other_method_writes_what_became_of_a_submission_by_any_of_its_addresses():
    submission, auditor = make_submission(), make_person("Ada Auditor", group="Auditors")
    program = Program(auditor)
    for place in ("", "votes/"):
        address = f"{API}submissions/{submission.pk}/{place}"
        assert program.client.patch(address, headers=program.headers).status_code == 405
    why = "What became of a submission is decided, and not written."
    assert recorded() == [(submission.subject, "submission.request_refused", why)]
