"""Approvals that today's rules would not let be given: what was approved fails what holds by now.

Nobody changed it, so it is told and not suspended: see docs/adr/0029-approvals-know-when-they-are-stale.md.
"""

from collections import defaultdict
from collections.abc import Collection

from django.db import transaction

from governance.gates import SOUGHT
from governance.models import CheckRun, Finding, Submission
from governance.services.telling import drift_began
from governance.services.transitions import locked
from governance.workflow import IN_FORCE
from registry import clock
from registry.ledger.writing import record


def note_drift(entries: Collection[int] | None = None) -> None:
    """Note which approvals (of ``entries``) today's rules would refuse, and which no more.

    By the current checks that are in words: of the others it is not known which rules stand in the way.
    """
    approved = Submission.objects.in_force()
    if entries is not None:
        approved = approved.filter(entry__in=entries)
    known = list(approved.order_by("pk").values_list("pk", "entry", "drifts_since"))
    if not known:
        return
    runs = CheckRun.objects.current().in_words().filter(entry__in={entry for _, entry, _ in known})
    checked = dict(runs.order_by().values_list("entry", "report_digest"))
    refusing = _refusing(checked)
    for pk, entry, since in known:
        if entry in checked and (since is None) == bool(refusing[entry]):
            _note(pk, refusing[entry], report_digest=checked[entry])


def _refusing(entries: Collection[int]) -> dict[int, list[str]]:
    """By entry, the rules that would keep it from being approved today."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    current = CheckRun.objects.current().filter(entry__in=entries).order_by().values("pk")
    blocking = Finding.objects.filter(run__in=current, blocks=True).order_by("rule_id")
    rows = blocking.values_list("run__entry", "rule_id", "gates")
    for entry, rule, gates in rows:
        if SOUGHT in gates and rule not in found[entry]:
            found[entry].append(rule)
    return found


@transaction.atomic
def _note(pk: int, rules: list[str], *, report_digest: str) -> None:
    submission = locked(Submission(pk=pk))
    if submission.status not in IN_FORCE or (submission.drifts_since is None) != bool(rules):
        return
    submission.drifts_since = clock.now() if rules else None
    submission.save(update_fields=["drifts_since"])
    action = "submission.drifts" if rules else "submission.drifts_no_more"
    event = record(action, submission, by=None, rules=rules, report_digest=report_digest)
    if rules:
        drift_began(submission, event=event)
