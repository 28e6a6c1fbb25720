"""What a round of review stands on: frozen when it begins, kept when it ends."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from governance.charter import charter
from governance.models import Assessment, PastRound, Submission, Waiver
from governance.models.submissions import Decided, Frozen
from governance.services.records import JudgedRegister
from governance.snapshots import linked_records
from governance.ties import tied_to
from policies.canonical import digest
from policies.charters import NOT_REACHED, Terms
from policies.law.classify import tier_of as tier_by_law
from registry import clock
from registry.ledger.salting import new_salt, salted_digest
from registry.models import Entry, Kind, Membership, Revision, Role, User


def freeze(submission: Submission) -> None:
    """Put the entry as it is now, with all it links to, into ``submission``; nothing is saved."""
    entry = submission.entry
    submission.team = entry.owner_team
    submission.revision, submission.manifest_digest = entry.revision_count, entry.manifest_digest
    submission.as_of = clock.today()
    submission.snapshot = JudgedRegister(as_of=submission.as_of).record(entry.document)
    submission.check_run, submission.review_digest, submission.salt = None, "", new_salt()
    set_terms(submission)


def set_terms(submission: Submission) -> None:
    """Take the terms of the charter in force for what was frozen; an appeal is heard by more seats."""
    rules, kind = charter(), submission.entry.kind
    submission.tier = tier_of(submission.snapshot, submission.as_of) if kind == Kind.USE_CASE else ""
    terms = rules.terms_for(kind, submission.tier)
    if submission.is_appeal:
        required = tuple(dict.fromkeys((*terms.required, *rules.appeal_seats)))
        terms = replace(terms, required=required, minimum_votes=max(terms.minimum_votes, len(required)))
    submission.terms, submission.charter_digest = terms.to_json(), rules.digest


def terms_for(entry: Entry) -> Terms:
    """The terms it would be reviewed by if it were submitted now."""
    today = clock.today()
    record = JudgedRegister(as_of=today).record(entry.document)
    return charter().terms_for(entry.kind, tier_of(record, today) if entry.kind == Kind.USE_CASE else "")


def tier_of(snapshot: Mapping[str, Any], as_of: date) -> str:
    """The tier of the AI Act that the answers of a use case lead to, as charters name it."""
    tier = tier_by_law(snapshot, as_of)
    return NOT_REACHED if tier is None else tier


def add_parties(thing: Assessment | Submission | Waiver, *, asked_by: User) -> None:
    """Remember who has a part in it today: the team, who edited it, who answers for it, who asked for it.

    Earlier rounds' stay: leaving the team, or handing the entry over, makes nobody a judge of it.
    """
    entry: Entry = thing.entry
    part = Q(memberships__team=entry.owner_team_id) | Q(revisions__entry=entry)
    part |= Q(pk__in=[asked_by.pk, entry.accountable_person_id])
    thing.parties.add(*User.objects.filter(part).distinct())


def add_linked(submission: Submission) -> None:
    """Remember which entries were frozen along with it, so that a change of one finds what rests on it.

    Who wrote one of them, answers for it, or owns its team has a part in what is decided, and so has who
    declared an interest in a vendor.
    """
    names = linked_records(submission.entry.kind, submission.snapshot)
    found = Entry.objects.filter(kind__in={kind for kind, _ in names}, key__in={key for _, key in names})
    linked = [entry for entry in found if (entry.kind, entry.key) in names]
    submission.linked.set(linked)
    tied = tied_to(submission.entry.kind, submission.snapshot)
    submission.parties.add(*tied, *_people_behind(linked))


def _people_behind(linked: Collection[Entry]) -> QuerySet[User]:
    """Who wrote these entries, answers for one, or owns its team.

    Not all of its team: a team whose records everybody uses would have a part in everything.
    """
    wrote = Revision.objects.filter(entry__in=linked).order_by().values("author")
    owning = Membership.objects.filter(team__in=[one.owner_team_id for one in linked], role=Role.OWNER)
    accountable = [one.accountable_person_id for one in linked]
    return User.objects.filter(
        Q(pk__in=accountable) | Q(pk__in=wrote) | Q(pk__in=owning.order_by().values("user"))
    )


def keep_round(submission: Submission) -> PastRound:
    """Keep the round that stands, byte for byte, with what it came to, before the next one replaces it."""
    columns = [field.name for kept in (Frozen, Decided) for field in kept._meta.local_fields]
    said: dict[str, Any] = {name: getattr(submission, name) for name in (*columns, "status")}
    return PastRound.objects.create(submission=submission, number=submission.round, **said)


def summary_of(submission: Submission) -> dict[str, str | int | bool]:
    """What the ledger keeps of what was frozen, with its parties: names and digests, no content."""
    appealed: dict[str, str | int | bool] = {"appeal": True} if submission.is_appeal else {}
    return appealed | {
        "entry": submission.entry.subject,
        "revision": submission.revision,
        "manifest_digest": submission.manifest_digest,
        "snapshot_digest": salted_digest(submission.salt, submission.snapshot),
        "terms_digest": digest(submission.terms),
        "parties_digest": parties_digest(submission),
        "linked_digest": linked_digest(submission),
    }


def parties_digest(submission: Submission, without: Collection[str] = ()) -> str:
    """Salted: who knows the people could try who of them had a part."""
    people = sorted({str(one.uid) for one in submission.parties.all()}.difference(without))
    return salted_digest(submission.salt, people)


def linked_digest(submission: Submission) -> str:
    return salted_digest(submission.salt, sorted(one.subject for one in submission.linked.all()))


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
        }
        # What was frozen before charters had tiers has none, and keeps its digest.
        | ({"tier": submission.tier} if submission.tier else {}),
    )
