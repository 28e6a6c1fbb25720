"""Decisions once more, under the packs that they name."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from governance.models import CheckBasis, CheckRun, PastRound, Submission
from governance.services.rule_sets import UnknownRules, packs_of
from governance.workflow import DECISIONS
from policies import Packs, PolicyError, Waiver
from policies.basis import Basis
from policies.replay import bundle, differences, findings_of, other_release


class Unverifiable(Exception):
    """Too little of it was kept to make its report once more."""


@dataclass(frozen=True)
class Replayed:
    """One decided round. ``problem`` says why nobody can tell whether it is the same.

    ``remark`` says how this release differs from the one that decided, whatever came of that.
    """

    submission: Submission
    round: int
    differences: tuple[str, ...] = ()
    problem: str = ""
    remark: str = ""

    @property
    def outcome(self) -> str:
        return "unverifiable" if self.problem else "differs" if self.differences else "same"


def replay_decisions(submission_pk: int | None = None) -> Iterator[Replayed]:
    """Evaluate every decided round once more, or those of one submission, oldest first."""
    rows = Submission.objects.select_related("entry", "check_run").order_by("pk")
    for one in (rows if submission_pk is None else rows.filter(pk=submission_pk)).iterator(chunk_size=50):
        for past in one.past_rounds.select_related("check_run").order_by("number"):
            yield _replay(one, past, past.number)
        if one.status in DECISIONS:
            yield _replay(one, one, one.round)


def bundle_of(submission: Submission) -> dict[str, Any]:
    """What the newest round stood on, for ``muster replay``. Raises ``Unverifiable``.

    It quotes whatever the facts quote: it is for who may see every entry.
    """
    basis, packs, run = kept_round(submission)
    about = {"submission": submission.pk, "entry": submission.entry.subject, "round": submission.round}
    return bundle(basis, packs, _promised(run), **about)


def _replay(submission: Submission, frozen: Submission | PastRound, number: int) -> Replayed:
    remark = "" if frozen.check_run is None else other_release(_promised(frozen.check_run))
    try:
        basis, packs, run = kept_round(frozen)
        found = differences(basis, packs, _promised(run))
        return Replayed(submission, number, tuple(found), remark=remark)
    except (Unverifiable, PolicyError) as problem:
        return Replayed(submission, number, problem=str(problem), remark=remark)


def kept_round(frozen: Submission | PastRound) -> tuple[Basis, Packs, CheckRun]:
    """What the check of a round followed from. Raises ``Unverifiable``, and PolicyError for unusable packs.

    The facts quote whatever there is: who may not see every entry is shown them as ``mask_facts`` has them.
    """
    run = frozen.check_run
    if run is None or not run.report_digest:
        raise Unverifiable("It was never checked.")
    kept = CheckBasis.objects.filter(run=run).first()
    if kept is None:
        raise Unverifiable("The facts that its check stood on were not kept.")
    try:
        packs = packs_of(run.packs_digest)
    except UnknownRules as problem:
        raise Unverifiable(str(problem)) from problem
    waivers = [Waiver.from_json(one) for one in kept.waivers]
    return Basis(frozen.snapshot, run.as_of, run.gate or None, kept.facts, waivers), packs, run


def _promised(run: CheckRun) -> dict[str, Any]:
    names = ("record_digest", "packs_digest", "report_digest", "verdict")
    said = {name: getattr(run, name) for name in names}
    return said | {"engine": run.engine, "findings": findings_of(run.findings.all())}
