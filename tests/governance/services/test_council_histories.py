"""Nothing is approved unheard, or by who did not see it: any history of the council, see ``council``."""

import os
from dataclasses import replace

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from governance.models import Verdict
from policies.charters import tally
from tests.governance.services.council import CHARTER, Beginning, CouncilHistories


@pytest.fixture
def two_seats(one_rule, settings, tmp_path):
    (tmp_path / "charter.yaml").write_text(CHARTER)
    settings.MUSTER_CHARTER = str(tmp_path / "charter.yaml")


# So many in one test, so that several processes share them: each draws its own.
PART = 250
HISTORIES = int(os.environ.get("MUSTER_HISTORIES", "8"))
PARTS = [min(PART, HISTORIES - begun) for begun in range(0, HISTORIES, PART)]


def run(examples: int) -> None:
    beginning = Beginning()
    run_state_machine_as_test(
        lambda: CouncilHistories(beginning),
        settings=settings(
            max_examples=examples,
            stateful_step_count=25,
            database=None,
            derandomize=len(PARTS) == 1 and settings.default.derandomize,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.django_db
@pytest.mark.parametrize("examples", PARTS, ids=[f"part-{number}" for number, _ in enumerate(PARTS, 1)])
def test_no_history_approves_what_a_required_seat_did_not_hear_or_a_voter_did_not_see(two_seats, examples):
    run(examples)


def digests_are_not_compared(monkeypatch):
    monkeypatch.setattr("governance.services.voting._check_stands", lambda *_: None)


def parts_are_not_looked_at(monkeypatch):
    monkeypatch.setattr("governance.voters._either", lambda one, parts: "")


def one_seat_is_enough(monkeypatch):
    def count(terms, voices, *, recused):
        return tally(replace(terms, required=("privacy",), minimum_votes=1), voices)

    monkeypatch.setattr("governance.voters.tally", count)


def vote_on_an_earlier_round(machine):
    machine.open_the_page(0)
    machine.vote(2, Verdict.REQUEST_CHANGES)
    machine.edit()
    machine.another_round()
    machine.vote(0, Verdict.APPROVE)


def vote_with_a_part(machine):
    machine.join_or_leave_the_team(0)
    machine.vote(0, Verdict.APPROVE)
    machine.vote(2, Verdict.APPROVE)
    machine.what_is_approved_was_heard_by_every_required_seat()


def vote_alone(machine):
    machine.vote(0, Verdict.APPROVE)
    machine.what_is_approved_was_heard_by_every_required_seat()


HOLES = {
    digests_are_not_compared: vote_on_an_earlier_round,
    parts_are_not_looked_at: vote_with_a_part,
    one_seat_is_enough: vote_alone,
}


@pytest.mark.django_db
@pytest.mark.parametrize("hole", HOLES)
def test_a_build_with_a_hole_breaks_these_histories(two_seats, monkeypatch, hole):
    """The control: one history for each hole, which holds in a build without it."""
    beginning = Beginning()
    sound = CouncilHistories(beginning)
    HOLES[hole](sound)
    sound.teardown()
    hole(monkeypatch)
    broken = CouncilHistories(beginning)
    with pytest.raises(AssertionError):
        HOLES[hole](broken)
    transaction.set_rollback(True)
    broken.undo.__exit__(None, None, None)
