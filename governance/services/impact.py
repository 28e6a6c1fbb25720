"""What a proposed change of the rules would do: both sets of rules are asked about everything registered.

Rows are the truth, and a task carries the id of one. It evaluates with no transaction open and writes in
chunks; what a killed worker had begun is begun anew by another. What readers see of it: ``reports.impact``.
"""

import logging
import uuid
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from governance.models import Activation, ActivationStatus, CheckStatus, ImpactMove, ImpactRun
from governance.permissions import may_propose_rules, refusal_to_activate
from governance.services.engine import Checker, held_for
from governance.services.rule_sets import UnknownRules, packs_of
from policies import PolicyError
from policies.blast import Moved, Question, question_of
from policies.blast.counting import change_of
from policies.blast.turns import TURNS
from policies.facts import EVERYWHERE
from registry import clock
from registry.models import Entry, User
from registry.services.aliases import aliases_in_force

logger = logging.getLogger(__name__)
CHUNK = 500


def count_impact(change: Activation, *, by: User) -> ImpactRun:
    """Have it counted anew what an open change would do.

    Raises ``PermissionDenied`` for who may neither propose nor decide, and ``ValueError`` for a change that
    was decided on.
    """
    if not may_propose_rules(by) and refusal_to_activate(by, change):
        raise PermissionDenied("Only who may propose or decide on rules can have this counted.")
    if change.status != ActivationStatus.PROPOSED:
        raise ValueError("It was decided on already, so there is nothing left to count.")
    return queue_impact(change)


def queue_impact(change: Activation) -> ImpactRun:
    """Have the impact counted once this transaction is committed, unless that waits already."""
    from governance.tasks import run_impact

    try:
        with transaction.atomic():
            run = ImpactRun.objects.create(change=change, as_of=clock.today())
    except IntegrityError:
        return ImpactRun.objects.unfinished().get(change=change)
    run_impact.delay_on_commit(run.pk)
    return run


def complete_impacts(pk: int | None = None) -> None:
    """Count what waits: one run, or all that was left behind. A second delivery finds nothing to do."""
    waiting = ImpactRun.objects.waiting()
    for run in waiting if pk is None else waiting.filter(pk=pk):
        claim, now = uuid.uuid4(), clock.now()
        taken = {"status": CheckStatus.RUNNING, "claim": claim, "started_at": now, "heard_at": now, "done": 0}
        if ImpactRun.objects.waiting().filter(pk=run.pk).update(**taken):
            _complete(ImpactRun.objects.select_related("change__rule_set").get(pk=run.pk))


def _complete(run: ImpactRun) -> None:
    said: dict[str, Any] = {"status": CheckStatus.DONE, "error": ""}
    try:
        run.moves.all().delete()  # What a worker wrote that did not come back.
        if not _count(run):
            return
    except (UnknownRules, PolicyError) as problem:
        said = {"status": CheckStatus.ERRORED, "error": str(problem)}
    with transaction.atomic():
        if ImpactRun.objects.filter(pk=run.pk, claim=run.claim).update(finished_at=clock.now(), **said):
            ImpactRun.objects.filter(change=run.change, pk__lt=run.pk).delete()


def _count(run: ImpactRun) -> bool:
    """Write a row for each entry that moves. False where another worker has taken over."""
    old, new = packs_of(run.change.based_on), packs_of(run.change.rule_set.digest)
    checker = Checker(as_of=run.as_of, packs=old)
    records = checker.register.records()
    # Near duplicates are found in memory here, as both sides may ask for other ones.
    aliases = {EVERYWHERE: {"aliases": aliases_in_force()}}
    held = {**held_for((old, new), checker.register, run.as_of), **aliases}
    question = question_of(old, new, records, as_of=run.as_of, held=held)
    keys = {(kind, key): pk for pk, kind, key in Entry.objects.order_by().values_list("pk", "kind", "key")}
    for start in range(0, len(records) or 1, CHUNK):
        asked = records[start : start + CHUNK]
        rows = list(_rows(run, asked, question, checker, keys))
        if not _write(run, rows, done=start + len(asked), total=len(records)):
            return False
    return True


def _rows(
    run: ImpactRun,
    records: list[dict[str, Any]],
    question: Question,
    checker: Checker,
    keys: dict[tuple[str, str], int],
) -> Iterator[ImpactMove]:
    for record in records:
        name = record["kind"], record["key"]
        moved = question.of(record, checker.waivers.get(name, ()))
        if moved is not None and name in keys:
            yield _row(run, keys[name], moved, question)


def _row(run: ImpactRun, entry: int, moved: Moved, question: Question) -> ImpactMove:
    before, after = question.verdicts(moved)
    turns = {one.turn for one in moved.found.rules}
    change = change_of((before, after))
    return ImpactMove(
        run=run,
        entry_id=entry,
        before=before,
        after=after,
        rules=[
            {"id": one.id, "before": one.before or None, "after": one.after or None}
            for one in moved.found.rules
        ],
        worse=change == "worse",
        better=change == "better",
        **{name: name in turns for name in TURNS},
    )


@transaction.atomic
def _write(run: ImpactRun, rows: list[ImpactMove], *, done: int, total: int) -> bool:
    ours = ImpactRun.objects.filter(pk=run.pk, claim=run.claim)
    if not ours.update(done=done, total=total, heard_at=clock.now()):
        return False
    ImpactMove.objects.bulk_create(rows)
    return True
