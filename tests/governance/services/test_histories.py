"""Any history of edits, submissions, rounds and votes, against a model that fits on one page.

What must never happen: a decision on something else than what the voter's page showed, two votes of one
person in one round, a decision by someone who has a part in it, a status that the votes don't explain.
"""

from dataclasses import dataclass

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from governance.models import Submission, Verdict, Vote
from governance.services.submissions import AlreadySubmitted, resubmit, start_review, submit_entry, withdraw
from governance.services.voting import DecisionBlocked, StaleReview, cast_vote
from governance.workflow import DECISIONS, IN_FORCE, OPEN, Status, TransitionNotAllowed
from registry.ledger.verifying import find_breaks
from registry.models import AuditEvent, Role
from registry.services.people import grant_role, revoke_role
from tests.deciding import conditions_of
from tests.personas import change_entry, make_entry, make_person, make_team

TEXTS = ("AI", "Calls customers who are about to leave.", "Writes to customers who are about to leave.")
VERDICTS = st.sampled_from(sorted(DECISIONS))
PEOPLE = st.integers(0, 1)


@dataclass(frozen=True)
class Page:
    """What a reviewer has on screen."""

    round: int
    digest: str
    snapshot: str


class Histories(RuleBasedStateMachine):
    """``text`` and ``linked`` are what stands, ``frozen`` the round, ``tainted`` who had a part."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.member = make_person("Mara Member", team="marketing")
        self.reviewers = [make_person(f"Rae {number}", seat="privacy") for number in range(2)]
        self.chair = make_person("Chris Chair", seat="privacy")
        self.source = make_entry("data_source", description="What was bought, version 0.")
        link = {"data_source": self.source.key}
        self.entry = make_entry(description=TEXTS[1], data_links=[link])
        self.text, self.linked, self.frozen = TEXTS[1], 0, ("", 0)
        self.submission, self.status, self.round = None, None, 0
        self.said = None
        self.pages: list[Page | None] = [None, None]
        self.inside: set[int] = set()
        self.tainted: set[int] = set()

    def teardown(self) -> None:
        assert not list(find_breaks(AuditEvent.objects.order_by("subject", "sequence")))
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    @initialize()
    def begin(self):
        self.submit()
        self.check()
        for who in range(2):
            self.open_the_page(who)

    @rule(text=st.sampled_from(TEXTS))
    def edit(self, text):
        change_entry(self.entry, by=self.member, description=text)
        self.text = text
        # What was approved does not count once it is another thing.
        if self.status in IN_FORCE and text != self.frozen[0]:
            self.status = Status.SUSPENDED

    @rule()
    def edit_what_is_linked(self):
        self.linked += 1
        change_entry(self.source, by=self.member, description=f"What was bought, version {self.linked}.")

    @rule(who=PEOPLE)
    def join_or_leave_the_team(self, who):
        if who in self.inside:
            revoke_role(self.reviewers[who], make_team("marketing"), by=None)
            self.inside.remove(who)
        else:
            grant_role(self.reviewers[who], make_team("marketing"), Role.VIEWER, by=None)
            self.inside.add(who)

    @rule()
    def submit(self):
        if self.status in OPEN:
            with pytest.raises(AlreadySubmitted):
                submit_entry(self.entry, by=self.member)
            return
        self.submission = submit_entry(self.entry, by=self.member)
        self.round, self.tainted = 1, set()
        self._frozen()

    @precondition(lambda self: self.submission)
    @rule()
    def resubmit(self):
        if self.status is not Status.CHANGES_REQUESTED:
            with pytest.raises(TransitionNotAllowed):
                resubmit(self.submission, by=self.member)
            return
        resubmit(self.submission, by=self.member)
        self.round += 1
        self._frozen()

    def _frozen(self):
        self.status, self.frozen = Status.SUBMITTED, (self.text, self.linked)
        self.tainted |= self.inside

    @precondition(lambda self: self.submission)
    @rule()
    def withdraw(self):
        if self.status in OPEN:
            withdraw(self.submission, by=self.member)
            self.status = Status.WITHDRAWN
        else:
            with pytest.raises(TransitionNotAllowed):
                withdraw(self.submission, by=self.member)

    @precondition(lambda self: self.submission)
    @rule()
    def check(self):
        start_review(self.submission.pk)
        if self.status is Status.SUBMITTED:
            self.status = Status.IN_REVIEW

    @precondition(lambda self: self.status in set(Status) - {Status.SUBMITTED})
    @rule(who=PEOPLE)
    def open_the_page(self, who):
        shown = Submission.objects.get(pk=self.submission.pk)
        self.pages[who] = Page(shown.round, shown.review_digest, str(shown.snapshot))

    @precondition(lambda self: self.status is Status.IN_REVIEW)
    @rule(text=st.sampled_from(TEXTS))
    def another_round(self, text):
        """What makes the pages that are open out of date."""
        shown = Submission.objects.get(pk=self.submission.pk)
        seen = shown.review_digest
        cast_vote(shown, Verdict.REQUEST_CHANGES, by=self.chair, reason="Again.", seen_digest=seen)
        self.status = Status.CHANGES_REQUESTED
        self.edit(text)
        self.resubmit()
        self.check()

    @precondition(lambda self: self.submission and any(self.pages))
    @rule(who=PEOPLE, verdict=VERDICTS)
    def decide(self, who, verdict):
        page, votes = self.pages[who] or self.pages[1 - who], Vote.objects.count()
        expected = self._what_should_happen(who, verdict, page)
        try:
            decided = cast_vote(
                self.submission,
                verdict,
                by=self.reviewers[who],
                reason=f"{votes}.",
                seen_digest=page.digest,
                conditions=conditions_of(verdict),
            )
        except (PermissionDenied, TransitionNotAllowed, StaleReview, DecisionBlocked) as refusal:
            assert type(refusal) is expected
            assert Vote.objects.count() == votes
            return
        assert expected is None
        assert (str(decided.snapshot), decided.round) == (page.snapshot, page.round)
        self.status = self.said = Status(verdict)
        if self.status in IN_FORCE and self.text != self.frozen[0]:
            self.status = Status.SUSPENDED

    def _what_should_happen(self, who, verdict, page):
        if who in self.inside | self.tainted:
            return PermissionDenied
        if self.status is not Status.IN_REVIEW:
            return TransitionNotAllowed
        if page.digest != Submission.objects.get(pk=self.submission.pk).review_digest:
            return StaleReview
        blocked = Status(verdict) in IN_FORCE and self.frozen[0] == TEXTS[0]
        return DecisionBlocked if blocked else None

    @invariant()
    def what_is_stored_is_what_the_model_says(self):
        if self.submission is None:
            return
        stored = Submission.objects.get(pk=self.submission.pk)
        assert (stored.status, stored.round) == (self.status, self.round)
        record = stored.snapshot
        assert record["description"] == self.frozen[0]
        source = record["data_links"][0]["data_source"]
        assert source["description"] == f"What was bought, version {self.frozen[1]}."
        votes = list(stored.votes.filter(round=stored.round))
        # Who withdraws after changes were requested leaves that vote standing, and so does what is suspended.
        said = {Status.WITHDRAWN: Status.CHANGES_REQUESTED, Status.SUSPENDED: self.said}.get(self.status)
        assert [vote.verdict for vote in votes] == ([said or self.status] if stored.decided_by_id else [])
        assert all(vote.review_digest == stored.review_digest for vote in votes)


@pytest.mark.django_db
def test_no_history_leads_to_a_decision_on_something_else_than_was_seen(one_rule):
    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=15,
            stateful_step_count=20,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
