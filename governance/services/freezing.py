"""What a round of review stands on: frozen when it begins, kept when it ends."""

from typing import Any

from django.db.models import Q

from governance.charter import charter
from governance.models import Assessment, PastRound, Submission, Waiver
from governance.models.submissions import Frozen
from governance.services.records import JudgedRegister
from policies.canonical import digest
from registry import clock
from registry.ledger.salting import new_salt, salted_digest
from registry.models import Entry, User


def freeze(submission: Submission) -> None:
    """Put the entry as it is now, with all it links to, into ``submission``; nothing is saved."""
    entry, rules = submission.entry, charter()
    submission.team = entry.owner_team
    submission.revision, submission.manifest_digest = entry.revision_count, entry.manifest_digest
    submission.as_of = clock.today()
    submission.snapshot = JudgedRegister(as_of=submission.as_of).record(entry.document)
    submission.check_run, submission.review_digest, submission.salt = None, "", new_salt()
    submission.required_seat, submission.charter_digest = rules.required_seat[entry.kind], rules.digest


def add_parties(thing: Assessment | Submission | Waiver, *, asked_by: User) -> None:
    """Remember who has a part in it today: the team, who edited it, who answers for it, who asked for it.

    Earlier rounds' stay: leaving the team, or handing the entry over, makes nobody a judge of it.
    """
    entry: Entry = thing.entry
    part = Q(memberships__team=entry.owner_team_id) | Q(revisions__entry=entry)
    part |= Q(pk__in=[asked_by.pk, entry.accountable_person_id])
    thing.parties.add(*User.objects.filter(part).distinct())


def keep_round(submission: Submission) -> PastRound:
    """Keep the round that the council asked to be changed, byte for byte, before the next one replaces it."""
    columns = [field.name for field in Frozen._meta.local_fields]
    said: dict[str, Any] = {name: getattr(submission, name) for name in columns}
    return PastRound.objects.create(submission=submission, number=submission.round, **said)


def summary_of(submission: Submission) -> dict[str, str | int]:
    """What the ledger keeps of what was frozen: names and digests, nothing of its content."""
    return {
        "entry": submission.entry.subject,
        "revision": submission.revision,
        "manifest_digest": submission.manifest_digest,
        "snapshot_digest": salted_digest(submission.salt, submission.snapshot),
    }


def review_digest_of(submission: Submission) -> str:
    """SHA-256 over all that a reviewer relies on. It changes whenever any of it does.

    Raises ``ValueError`` before the check: there is nothing to review yet.
    """
    run = submission.check_run
    if run is None:
        raise ValueError(f"{submission} has not been checked yet.")
    return salted_digest(
        submission.salt,
        {
            "entry": submission.entry.subject,
            "round": submission.round,
            "snapshot": digest(submission.snapshot),
            "packs": run.packs_digest,
            "findings": run.report_digest,
            "waivers": run.waivers,
            "charter": submission.charter_digest,
            "as_of": submission.as_of.isoformat(),
        },
    )
