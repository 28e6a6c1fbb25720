"""An approval that a manifest claims for itself is read alike at every door, and seen to be a claim."""

import pytest
from django.urls import reverse

from governance.models import Finding
from governance.services.assessments import start_assessment
from governance.services.voting import DecisionBlocked, cast_vote
from registry.models import AuditEvent
from registry.services.organisation import set_organisation
from tests.assessing import approve, submit
from tests.doors import answers_everywhere
from tests.personas import make_entry, make_person, make_submission

pytestmark = pytest.mark.django_db
CLAIM = {"type": "dpia", "status": "approved", "valid_until": "2999-01-31", "residual_risk": "low"}


@pytest.fixture
def claim(campaign_manager) -> dict:
    """A claim that leads to a document and to somebody outside the team."""
    named = {"assessor": campaign_manager.email, "approver": make_person("Sam Stranger").email}
    document = {"document_url": "https://example.org/dpia", "document_digest": "d" * 64}
    return CLAIM | {"dpo_consulted": True} | named | document


def keep(kept: str) -> None:
    set_organisation(by=None, legal_name="Acme", assessments_kept=kept or None)


def claiming(row: dict):
    return make_entry(title="Churn rescue", systematic_monitoring=True, assessments=[row])


def page_of(client, user, entry) -> str:
    client.force_login(user)
    return client.get(reverse("entry", args=[entry.kind, entry.key])).content.decode()


@pytest.mark.parametrize(("kept", "counts"), [("", False), ("elsewhere", True)])
def test_every_door_reads_it_alike(kept, counts, claim, campaign_manager, client, tmp_path):
    keep(kept)
    followed, bare = claiming(claim), claiming(CLAIM)
    answers_everywhere(campaign_manager, tmp_path)
    rows = Finding.objects.filter(run__is_current=True, rule_id="PRV-010", outcome="unknown")
    unknown = set(rows.values_list("run__entry", flat=True))
    assert unknown == ({bare.pk} if counts else {bare.pk, followed.pk})
    for entry in (followed, bare):
        page = page_of(client, campaign_manager, entry)
        assert ("Declared, not verified</span>" in page) is (entry.pk in unknown)
        assert ("this was not judged in Muster" in page) is (entry.pk not in unknown)


def test_the_council_can_not_approve_what_stands_on_a_claim(claim, privacy_officer):
    submission = make_submission(claiming(claim))
    said = {"by": privacy_officer, "reason": "Fine.", "seen_digest": submission.review_digest}
    assert "Declared, not verified" in str(submission.snapshot["assessments"][0]["status"])
    with pytest.raises(DecisionBlocked, match="PRV-010"):
        cast_vote(submission, "approved", **said)


def test_a_change_of_where_they_are_kept_is_told_with_what_it_was_before():
    keep("")
    set_organisation(by=None, assessments_kept="elsewhere")
    event = AuditEvent.objects.filter(action="organisation.changed").order_by("sequence").last()
    assert event.body["assessments_kept"] == {"before": None, "after": "elsewhere"}


def test_what_was_approved_here_takes_the_claims_place_on_the_page(client, campaign_manager, privacy_officer):
    entry = claiming(CLAIM)
    draft = start_assessment(entry, "dpia", by=campaign_manager)
    assert "Declared, not verified:" in page_of(client, campaign_manager, entry)
    approve(submit(draft, campaign_manager), privacy_officer)
    assert "Declared, not verified" not in page_of(client, campaign_manager, entry)
