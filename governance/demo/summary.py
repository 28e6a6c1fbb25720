"""What the demonstration tells in the terminal."""

from collections import Counter
from collections.abc import Iterator

from django.urls import reverse
from sesame.utils import get_query_string

from governance.models import Activation, CheckRun, Finding
from governance.services.records import JudgedRegister
from governance.services.rule_sets import packs_in_force
from policies.overlap import all_pairs, signature
from policies.record import KINDS
from registry import clock
from registry.models import Entry, User

# The last stands for a check that ended in no verdict, as where no rule asks about a kind.
VERDICTS = {
    "pass": "passes",
    "conditional": "remarks",
    "gap": "not enough said",
    "fail": "fails",
    "": "not checked",
}
WORST, MOST = 8, 10


def verdicts() -> Iterator[str]:
    """A line for each kind: how many entries came to which verdict."""
    counts: Counter[tuple[str, str]] = Counter(
        CheckRun.objects.current().values_list("entry__kind", "verdict")
    )
    counts.update((kind, "") for kind in _kinds_without_a_verdict())
    yield f"{'':15}{''.join(f'{heading:>17}' for heading in VERDICTS.values())}"
    for kind in KINDS:
        cells = "".join(f"{counts[kind, verdict]:>17}" for verdict in VERDICTS)
        yield f"{kind.replace('_', ' '):15}{cells}"


def _kinds_without_a_verdict() -> Iterator[str]:
    judged = CheckRun.objects.current().values("entry")
    return Entry.objects.exclude(pk__in=judged).order_by().values_list("kind", flat=True).iterator()


def worst_findings() -> Iterator[str]:
    """The rules that most entries fail, blockers first, each with one entry that shows it."""
    rank = {severity: number for number, severity in enumerate(("blocker", "high", "medium", "low", "info"))}
    failing = Finding.objects.filter(run__in=CheckRun.objects.current(), outcome="fail")
    rows = failing.order_by("rule_id", "run__entry__key")
    shown: dict[tuple[int, str, str], dict[str, str]] = {}
    for severity, rule, title, key, message in rows.values_list(
        "severity", "rule_id", "title", "run__entry__key", "message"
    ):
        shown.setdefault((rank[severity], rule, title), {}).setdefault(key, message)
    for (_, rule, _), entries in sorted(shown.items(), key=lambda item: (item[0][0], -len(item[1])))[:WORST]:
        key, message = next(iter(entries.items()))
        more = f" and {len(entries) - 1} more" if len(entries) > 1 else ""
        yield f"{rule}  {key}{more}: {message}"


def rules() -> Iterator[str]:
    """The packs in force, and what the organisation set differently, by whom and why."""
    packs = packs_in_force()
    yield f"{len(packs.rules)} rules in {len(packs.packs)} packs, digest {packs.digest[:12]}"
    for pack, values in packs.settings.params.items():
        yield from (f"{pack}.{name} is {value} here" for name, value in values.items())
    yield from (
        f"{rule.id} is set to {rule.mode}: {rule.title}" for rule in packs.rules if rule.mode != "block"
    )
    for change in Activation.objects.with_people().in_force():
        yield f"Proposed by {change.proposed_by}, put in force by {change.decided_by}: {change.reason}"


def overlaps() -> Iterator[str]:
    """Pairs that look like the same thing twice, most alike first."""
    records = [
        record
        for record in JudgedRegister(as_of=clock.today()).records()
        if record["kind"] in {"tool", "use_case"}
    ]
    titles = {(record["kind"], record["key"]): record["title"] for record in records}
    pairs = sorted(all_pairs(map(signature, records)), key=lambda pair: -pair[2].score)
    for first, _, match in pairs[:MOST]:
        title = titles[match.kind, first]
        why = "; ".join(match.reasons)
        yield f"{match.score:4.0%} {match.level:9} {title} / {match.title}: {why}"


def sign_in_links(base: str) -> Iterator[str]:
    """A link for each person, which signs in once and within the hour."""
    page = f"{base}{reverse('sign_in_with_link')}"
    for user in User.objects.filter(is_active=True).order_by("pk"):
        yield f"{user.name:18} {user.job_role:38} {page}{get_query_string(user)}"
