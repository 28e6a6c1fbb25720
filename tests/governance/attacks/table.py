"""Each attack, the refusals that it leaves in the record, and the check that stands against it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from registry.models import Role
from tests.governance.attacks import by_detours, by_programs, by_voting, holes
from tests.governance.attacks.by_voting import own_team_by_role, without_the_seat
from tests.governance.attacks.holes import Hole
from tests.governance.attacks.world import World

Act = Callable[[World], None]
VOTE, URGENT = "submission.decision_refused", "submission.urgent_approval_refused"
LOAN, SEAT, REQUEST = "seat.delegation_refused", "seat.giving_refused", "submission.request_refused"


@dataclass(frozen=True)
class Attack:
    act: Act
    hole: Hole
    refused: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.act.__qualname__.replace(".<locals>.<lambda>", "")


def _all(hole: Hole, refused: str | tuple[str, ...], *acts: Act) -> Iterator[Attack]:
    refused = (refused,) if isinstance(refused, str) else refused
    return (Attack(act, hole, refused) for act in acts)


ATTACKS = [
    *_all(
        holes.parts_are_not_looked_at,
        VOTE,
        by_voting.the_submitter,
        by_voting.as_an_alternate,
        *[own_team_by_role(role) for role in Role],
        by_voting.after_leaving_the_team,
        by_voting.after_handing_the_entry_over,
        by_voting.after_taking_the_entry_over,
        by_voting.edited_it,
        by_voting.accountable_and_handed_on,
        by_voting.accountable_for_what_is_linked,
        by_voting.wrote_what_is_linked,
        by_voting.owns_the_team_of_what_is_linked,
        by_voting.after_recusing_oneself,
        by_detours.through_a_delegate_of_their_own,
        by_detours.lent_to_the_submitter,
        by_programs.a_page_sent_by_the_submitter,
        by_programs.a_bulk_action_of_the_admin,
        by_programs.a_token_of_the_submitter,
    ),
    *_all(
        holes.seats_are_not_looked_at,
        VOTE,
        without_the_seat(seat="it"),
        without_the_seat(group="Operators"),
        without_the_seat(group="Auditors"),
        without_the_seat(group="Leaders"),
        without_the_seat(),
        by_voting.second_account,
        by_voting.superuser,
        by_voting.seat_that_ended,
        by_voting.seat_to_come,
        by_voting.closed_account,
        by_detours.lent_until_yesterday,
        by_detours.lent_and_taken_back,
        by_programs.a_page_sent_by_an_outsider,
    ),
    *_all(holes.people_seat_themselves, (SEAT, VOTE), by_voting.second_account_given_a_seat_by_its_owner),
    *_all(holes.everybody_seats, (SEAT, VOTE), by_voting.seated_by_the_submitter),
    *_all(
        holes.everybody_lends,
        (LOAN, VOTE),
        by_detours.lent_by_somebody_else,
        by_detours.lent_on_through_a_chain,
    ),
    *_all(holes.loans_go_round, LOAN, by_detours.lent_in_a_circle),
    *_all(
        holes.everybody_calls_urgent,
        URGENT,
        by_detours.urgent_by_an_insider,
        by_detours.urgent_with_a_lent_vote,
        by_detours.urgent_by_a_superuser,
    ),
    *_all(
        holes.everybody_is_the_team,
        "submission.resubmission_refused",
        by_detours.rejected_and_resubmitted_by_an_outsider,
    ),
    *_all(holes.everybody_is_the_team, "submission.withdrawal_refused", by_detours.withdrawn_by_an_outsider),
    *_all(holes.everybody_is_the_team, "submission.appeal_refused", by_detours.appealed_by_an_outsider),
    *_all(holes.everybody_suspends, "submission.reinstatement_refused", by_detours.reinstated_by_an_insider),
    *_all(holes.everybody_suspends, "submission.suspension_refused", by_detours.suspended_by_a_rival),
    *_all(holes.everybody_suspends, "submission.revocation_refused", by_detours.revoked_by_a_superuser),
    *_all(holes.everybody_adopts, "charterchange.decision_refused", by_detours.their_own_charter),
    *_all(
        holes.the_status_is_written,
        REQUEST,
        by_programs.the_status_by("patch"),
        by_programs.the_status_by("put"),
        by_programs.the_status_by("delete"),
    ),
    *_all(holes.scopes_are_not_looked_at, REQUEST, by_programs.a_token_of_a_build),
    *_all(
        holes.a_manifest_is_believed,
        "entry.request_refused",
        by_programs.a_manifest_that_says("approval_status"),
        by_programs.a_manifest_that_says("status"),
        by_programs.a_manifest_that_says("decisions"),
    ),
]
