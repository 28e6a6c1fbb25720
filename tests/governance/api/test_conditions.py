"""What CI is told of an approval on conditions, and the conditions of a submission."""

from datetime import timedelta

import pytest

from governance.reports.decisions import decision_report_for
from governance.reports.register import register_for
from governance.services.conditions import follow_conditions
from governance.services.voting import cast_vote
from governance.tasks import pick_up_left_behind
from registry import clock
from tests.governance.api.conftest import Program
from tests.personas import change_entry, make_draft, make_entry, make_submission

pytestmark = pytest.mark.django_db


@pytest.fixture
def approved(privacy_officer, rules_of_the_council):
    """A use case in production."""
    entry = make_entry(description="Calls customers who are about to leave.", lifecycle_stage="production")
    submission = make_submission(entry)
    said = {"reason": "On conditions.", "conditions": [make_draft(), make_draft(days=20)]}
    seen = submission.review_digest
    return cast_vote(submission, "approved_with_conditions", by=privacy_officer, seen_digest=seen, **said)


def ci(program, submission):
    """The verdict of CI, what it says, and how the entry stands with the council."""
    answer = program.post("policy-checks/?gate=ci", submission.entry.document).json()
    (entry,), (one,) = answer["entries"], answer["registrations"]
    said = [f"{finding['rule_id']}: {finding['message']}" for finding in entry["findings"]]
    return answer["verdict"], said, (one["approval"]["standing"], one["matches_approved"])


def test_ci_counts_the_days_says_conditional_and_fails_by_itself(approved, campaign_manager, later):
    member = Program(campaign_manager)
    day = approved.conditions.first().due_on.strftime("%-d %B %Y")
    verdict, said, standing = ci(member, approved)
    assert (verdict, standing) == ("conditional", ("approved_with_conditions", True))
    assert said == [
        "GOV-005: The AI council approved this use case on 2 conditions that are not met yet: "
        f"6 days left (until {day})."
    ]
    later(5)
    assert "1 day left" in ci(member, approved)[1][0]
    later(2)  # nobody touched anything, and no task ran
    verdict, said, standing = ci(member, approved)
    assert (verdict, standing) == ("fail", ("expired", False))
    assert said == [
        "GOV-002: The AI council approved this use case on a condition, and the due date of that condition "
        "has passed."
    ]
    pick_up_left_behind()
    verdict, said, standing = ci(member, approved)
    assert (verdict, standing) == ("fail", ("expired", False))
    assert "its approval does not count now" in said[0]


def test_every_reader_agrees_on_the_day_after(approved, auditor, later):
    def told():
        (row,) = decision_report_for(auditor).rows
        return register_for(auditor).get().approval, row.approval, row.conditions.count("open")

    assert told() == ("approved_with_conditions", "Approved with conditions", 2)
    later(7)
    assert told() == ("expired", "Approval expired", 2)
    pick_up_left_behind()
    assert told() == ("expired", "Approval expired", 0)


def test_once_all_is_met_ci_passes(approved, campaign_manager):
    change_entry(approved.entry, privacy_officer_reviewed=True)
    follow_conditions()
    approved.entry.refresh_from_db()
    assert ci(Program(campaign_manager), approved)[:2] == ("pass", [])


def test_a_submission_lists_its_conditions_with_what_was_seen(approved, auditor):
    reader = Program(auditor)
    told = reader.get(f"submissions/{approved.pk}/").json()["conditions"]
    assert [(one["state"], one["days_left"], one["owner"], one["evidence"]) for one in told] == [
        ("open", 6, None, None),
        ("open", 20, None, None),
    ]
    assert told[0]["expression"] == {"privacy_officer_reviewed": True}
    change_entry(approved.entry, privacy_officer_reviewed=True)
    follow_conditions()
    told = reader.get(f"submissions/{approved.pk}/").json()["conditions"][0]
    assert (told["state"], told["days_left"]) == ("met", None)
    assert told["evidence"]["seen"][0]["pointer"] == "/privacy_officer_reviewed"
    assert told["evidence"]["as_of"] == clock.today().isoformat()


def vote(program, submission, *conditions, verdict="approved_with_conditions"):
    said = {"verdict": verdict, "reason": "On conditions.", "seen_digest": submission.review_digest}
    return program.post(f"submissions/{submission.pk}/votes/", said | {"conditions": conditions})


@pytest.mark.usefixtures("one_rule")
def test_a_program_votes_with_conditions_and_is_told_which_one_cant_be_asked(
    privacy_officer, campaign_manager
):
    program, submission = Program(privacy_officer), make_submission()
    good = {
        "text": "The officer reads it.",
        "expression": {"privacy_officer_reviewed": True},
        "due_on": (clock.today() + timedelta(days=6)).isoformat(),
    }
    unreadable = vote(program, submission, good, {"text": "", "when": "soon"})
    assert unreadable.status_code == 400
    assert {one["pointer"] for one in unreadable.json()["errors"]} == {
        f"/conditions/1/{name}" for name in ("text", "when", "expression", "due_on")
    }
    for wrong, pointer in (
        ({"expression": {"no_such_field": 1}}, "/conditions/1/expression"),
        ({"owner": "nobody@example.org"}, "/conditions/1/owner"),
        ({"due_on": "2020-01-01"}, "/conditions/1/due_on"),
    ):
        refused = vote(program, submission, good, good | wrong)
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (409, pointer)
    assert vote(program, submission).json()["errors"][0]["pointer"] == "/conditions"

    answer = vote(program, submission, good, good | {"owner": campaign_manager.email})
    assert answer.json()["status"] == "approved_with_conditions"
    assert [one.owner for one in submission.conditions.all()] == [None, campaign_manager]
