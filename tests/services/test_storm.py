"""Rounds in which twenty people vote at once and click twice, from two processes, on PostgreSQL.

``MUSTER_ROUNDS`` says how many rounds; ``make release-check`` takes 2,000.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from governance.models import EmailChoice, NoticeKind, Submission, Vote
from governance.services.notices import choose
from governance.services.submissions import start_review, submit_entry
from governance.services.verifying import find_changed_submissions
from registry.ledger.verifying import find_breaks
from registry.models import AuditEvent, User
from tests.personas import ONE_SEAT, make_entry, make_person

pytestmark = [
    pytest.mark.services,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("one_rule"),
]
SEATS = ("privacy", "security", "legal", "it", "marketing", "sales", "data", "product", "finance", "risk")
ROUNDS = int(os.environ.get("MUSTER_ROUNDS", "200"))


@pytest.fixture
def ten_seats(settings, tmp_path):
    """Ten seats have to be heard, each held by two people."""
    seats = ", ".join(f"{seat}: {{}}" for seat in (*SEATS, "customer_experience"))
    text, required = ONE_SEAT.read_text(), f"required: [{', '.join(SEATS)}], minimum_votes: 10"
    text = text.replace(text[text.index("seats: {") : text.index("reviews:")], f"seats: {{{seats}}}\n")
    text = text.replace("required: [privacy], minimum_votes: 1", required)
    (tmp_path / "charter.yaml").write_text(text)
    settings.MUSTER_CHARTER = str(tmp_path / "charter.yaml")


def submissions(rounds: int, voters: list[User]) -> Iterator[str]:
    """As many entries before the council, as lines for the processes that vote."""
    member = make_person("Mara Member", team="marketing")
    for number in range(rounds):
        entry = make_entry(description=f"Calls customers who are about to leave, in region {number}.")
        found = start_review(submit_entry(entry, by=member).pk)
        said = {"pk": found.pk, "seen": found.review_digest, "voters": [voter.pk for voter in voters]}
        yield json.dumps(said)


def storm(rounds: int, *hole: str) -> Counter[str]:
    """Let two processes vote on all of it; how often each outcome came."""
    voters = [
        make_person(f"Voter {number}", seat=SEATS[number % len(SEATS)]) for number in range(2 * len(SEATS))
    ]
    # Twenty letters a round take longer than its votes.
    for voter in voters:
        choose(by=voter, email=EmailChoice.NEVER, muted=[NoticeKind.REVIEW])
    lines = "\n".join(submissions(rounds, voters))
    database = connection.settings_dict
    place = f"{database['USER']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    # What is to be told is left in a queue that nobody reads: this is about votes.
    env = os.environ | {
        "DATABASE_URL": f"postgres://{place}",
        "CELERY_BROKER_URL": "memory://",
        "DJANGO_SETTINGS_MODULE": "governance.config.settings",
    }
    command = [sys.executable, "-m", "tests.services.storm"]
    with ThreadPoolExecutor(2) as pool:
        said = pool.map(
            lambda seed: (
                subprocess.run(
                    [*command, seed, *hole], env=env, text=True, input=lines, capture_output=True, check=True
                ).stdout
            ),
            ("1", "2"),
        )
    return sum((Counter(json.loads(one.splitlines()[-1])) for one in said), Counter())


def stuck() -> int:
    return Submission.objects.filter(status="in_review").count()


def test_no_vote_counts_twice_none_is_stuck_and_nothing_is_approved_early(ten_seats):
    assert connection.vendor == "postgresql"
    outcomes = storm(ROUNDS)
    assert set(outcomes) <= {"voted", "TransitionNotAllowed"}, outcomes
    assert sum(outcomes.values()) == ROUNDS * 2 * len(SEATS) * 2
    assert stuck() == 0
    for submission in Submission.objects.prefetch_related("votes"):
        votes = list(submission.votes.all())
        assert submission.status == "approved"
        assert len({vote.voter_id for vote in votes}) == len(votes), "somebody voted twice"
        assert {vote.seat for vote in votes if vote.counted} == set(SEATS), "approved early"
        assert max(vote.at for vote in votes) <= submission.decided_at
    assert not list(find_changed_submissions())
    assert not list(find_breaks(AuditEvent.objects.order_by("subject", "sequence")))
    assert AuditEvent.objects.filter(action="submission.voted").count() == Vote.objects.count()


def test_a_build_that_does_not_hold_the_row_is_found_by_this_storm(ten_seats):
    """The control."""
    outcomes = storm(15, "without the lock")
    refused = set(outcomes) - {"voted", "TransitionNotAllowed"}
    assert refused or stuck(), outcomes
