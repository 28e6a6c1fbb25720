"""Any history of a council of several seats: nothing is approved unheard, or by who did not see it.

Two seats have to be heard, privacy and security, and legal stands in for privacy. People vote, change their
votes, recuse themselves, lend their votes, join the team, and lose their seats; the entry and what it links
to are edited, rules change, rounds end and begin.
"""

from contextlib import suppress
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from governance.models import Delegation, Seat, Submission, Verdict, Vote
from governance.parts import parts_of
from governance.services.activations import Draft, activate_rules, propose_rules
from governance.services.delegations import DelegationRefused, delegate_seat, end_delegation
from governance.services.seats import end_seat, give_seat
from governance.services.submissions import AlreadySubmitted, resubmit, start_review, submit_entry, withdraw
from governance.services.verifying import find_changed_submissions
from governance.services.voting import DecisionBlocked, StaleReview, cast_vote
from governance.voters import Bench
from governance.workflow import IN_FORCE, TransitionNotAllowed
from policies import Settings
from registry import clock
from registry.ledger.verifying import find_breaks
from registry.models import AuditEvent, Entry, Role, User
from registry.services.people import grant_role, revoke_role
from tests.personas import change_entry, make_entry, make_person, make_team

REFUSED = (
    AlreadySubmitted,
    DecisionBlocked,
    DelegationRefused,
    PermissionDenied,
    StaleReview,
    TransitionNotAllowed,
    ValueError,
)
SEATS = ("privacy", "privacy", "security", "security", "legal", "it")
PEOPLE = st.integers(0, len(SEATS) - 1)
CHARTER = """
muster: charter/2
id: two-seats
title: Two seats and one that stands in
seats: {privacy: {stands_in: legal}, security: {}, legal: {}, it: {}}
reviews:
  - kinds: [use_case, data_source, consent_scope, ai_model, tool]
    required: [privacy, security]
    may_vote: [it]
    minimum_votes: 2
    veto: [privacy]
    days: 10
    valid_months: 12
may_waive: [privacy]
may_change_rules: [privacy]
may_suspend: [privacy]
urgent: {seats: [privacy], days: 14}
appeal: {seats: [legal], days: 30}
assessment_seat: {dpia: privacy, lia: privacy, tia: privacy, fria: privacy, art6_3_assessment: privacy,
  security_review: security}
"""


class Beginning:
    """Where every history begins. It is made once; each history goes back to it, and reads it anew."""

    def __init__(self) -> None:
        member = make_person("Mara Member", team="marketing")
        people = [make_person(f"{seat} {number}", seat=seat) for number, seat in enumerate(SEATS)]
        source = make_entry("data_source", description="What was bought, version 0.")
        links = [{"data_source": source.key}]
        entry = make_entry(description="Calls customers who are about to leave.", data_links=links)
        self.people = [one.pk for one in (member, make_person("Kim Keeper", seat="privacy"), *people)]
        self.entries = [source.pk, entry.pk]
        self.submission = submit_entry(entry, by=member).pk
        start_review(self.submission)


class CouncilHistories(RuleBasedStateMachine):
    """``seen`` is what each person's page showed: the digest, and what was frozen under it."""

    def __init__(self, beginning: Beginning) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        people = User.objects.in_bulk(beginning.people)
        self.member, self.keeper, *self.people = (people[pk] for pk in beginning.people)
        entries = Entry.objects.select_related("owner_team").in_bulk(beginning.entries)
        self.source, self.entry = (entries[pk] for pk in beginning.entries)
        self.submission = Submission.objects.get(pk=beginning.submission)
        self.edits = 0
        self.seen: dict[int, tuple[str, str]] = {}
        self.shown: dict[str, str] = {}

    def teardown(self) -> None:
        assert not list(find_breaks(AuditEvent.objects.order_by("subject", "sequence")))
        assert not list(find_changed_submissions())
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    def now(self) -> Submission:
        return Submission.objects.get(pk=self.submission.pk)

    def attempt(self, act, *given, **said):
        """Do it if it may be done. What is refused leaves nothing behind but its trace."""
        with suppress(*REFUSED):
            return act(*given, **said)
        return None

    @rule(who=PEOPLE)
    def open_the_page(self, who):
        shown = self.now()
        self.seen[who] = (shown.review_digest, str(shown.snapshot))

    @rule(who=PEOPLE, verdict=st.sampled_from(list(Verdict)))
    def vote(self, who, verdict):
        if who not in self.seen:
            self.open_the_page(who)
        digest, snapshot = self.seen[who]
        voted = self.attempt(
            cast_vote, self.now(), verdict, by=self.people[who], reason=f"{verdict}.", seen_digest=digest
        )
        if voted is not None:
            assert (voted.review_digest, str(voted.snapshot)) == (digest, snapshot), (
                "voted on what was not seen"
            )

    @rule()
    def edit(self):
        self.edits += 1
        change_entry(
            self.entry, by=self.member, description=f"Calls customers who leave, version {self.edits}."
        )

    @rule()
    def edit_what_is_linked(self):
        self.edits += 1
        change_entry(self.source, description=f"What was bought, version {self.edits}.")

    @rule(mode=st.sampled_from(("warn", "observe", "block")))
    def change_the_rules(self, mode):
        draft = Draft(settings=Settings(modes={"TST-001": mode}))
        change = self.attempt(propose_rules, draft, by=self.people[4], reason="So.")
        if change is not None:
            self.attempt(activate_rules, change, by=self.keeper, reason="Agreed.")

    @rule()
    def another_round(self):
        if self.attempt(resubmit, self.now(), by=self.member) is None:
            new = self.attempt(submit_entry, self.entry, by=self.member)
            self.submission = new or self.submission
        start_review(self.submission.pk)

    @rule()
    def take_it_back(self):
        self.attempt(withdraw, self.now(), by=self.member)

    @rule(who=PEOPLE)
    def join_or_leave_the_team(self, who):
        person, team = self.people[who], make_team("marketing")
        if person.memberships.filter(team=team).exists():
            revoke_role(person, team, by=None)
        else:
            grant_role(person, team, Role.VIEWER, by=None)

    @rule(who=PEOPLE)
    def lose_or_get_the_seat(self, who):
        person = self.people[who]
        seat = Seat.objects.held_by(person).first()
        if seat is None:
            self.attempt(give_seat, person, SEATS[who], by=None)
        else:
            Seat.objects.filter(pk=seat.pk).update(since="2020-01-01")
            self.attempt(end_seat, seat, by=None, last_day=clock.today() - timedelta(days=1))

    @rule(who=PEOPLE, to=PEOPLE)
    def lend_or_take_back(self, who, to):
        person = self.people[who]
        lent = Delegation.objects.in_force().filter(seat__holder=person).first()
        seat = Seat.objects.held_by(person).first()
        if lent is not None:
            end_delegation(lent, by=person)
        elif seat is not None:
            until = clock.today() + timedelta(days=3)
            self.attempt(delegate_seat, seat, self.people[to], by=person, until=until, reason="Away.")

    @invariant()
    def nobody_is_heard_twice(self):
        of_one = Vote.objects.filter(stands=True).order_by().values("submission", "round", "voter")
        assert not of_one.annotate(said=Count("pk")).filter(said__gt=1).exists()

    @invariant()
    def what_is_approved_was_heard_by_every_required_seat(self):
        """In the moment it is approved; people may lose seats and gain parts afterwards."""
        rows = Submission.objects.filter(pk=self.submission.pk)
        status, digest = rows.values_list("status", "review_digest").get()
        if status not in IN_FORCE or digest in self.shown:
            return
        stands = self.now()
        self.shown[stands.review_digest] = stands.status
        counted = list(stands.votes.filter(round=stands.round, counted=True).select_related("voter"))
        heard, bench = {vote.seat for vote in counted}, Bench(stands)
        for seat in stands.voting_terms.required:
            other = stands.voting_terms.stands_in.get(seat)
            assert seat in heard or (seat in bench.recused and other in heard)
        assert not any(parts_of([(vote.voter, stands) for vote in counted])), "a vote of a party was counted"
        assert {vote.review_digest for vote in counted} == {stands.review_digest}
        assert not any(vote.verdict == Verdict.REQUEST_CHANGES for vote in counted)
