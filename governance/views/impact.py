"""What a proposed change of the rules would do to the entries that the reader can see."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from governance.models import Activation, CheckStatus, ImpactRun
from governance.permissions import may_propose_rules, refusal_to_activate
from governance.reports.impact import COLUMNS, Impact, impact_for, moves_for
from governance.services.impact import count_impact
from governance.views.requests import SignedInRequest
from policies import Packs
from policies.blast import RuleTally, Tally
from policies.blast.turns import TURN_LABELS, Turn
from policies.record import term_label

PAGE_SIZE = 25
# What is drawn, with the tone of its bar; the table behind the bars has every column.
DRAWN: dict[Turn, str] = {"fails": "fail", "opens": "gap", "passes": "pass"}
LABELS = {
    **{str(turn): label.capitalize() for turn, label in TURN_LABELS.items()},
    "worse": "Worse result",
    "better": "Better result",
}


@dataclass(frozen=True)
class Bar:
    """How many entries turn so: ``width`` in percent of the longest bar beside it."""

    turn: str
    tone: str
    label: str
    count: int
    width: float
    top: int


@dataclass(frozen=True)
class Row:
    """A team or a tier: its bars, and every number. ``value`` is what the list is filtered by."""

    name: str
    value: str
    tally: Tally
    bars: tuple[Bar, ...]
    cells: tuple[tuple[str, int], ...]

    @property
    def summary(self) -> str:
        """The bars in words, for who can't see them."""
        return ", ".join(f"{bar.label}: {bar.count}" for bar in self.bars)


def impact_context(
    request: SignedInRequest, change: Activation, before: Packs, after: Packs
) -> dict[str, Any]:
    """The newest run, and what came of it. ``run`` is None where nothing was ever counted."""
    run = ImpactRun.objects.filter(change=change).first()
    said = {
        "run": run,
        "change": change,
        "may_count": may_propose_rules(request.user) or not refusal_to_activate(request.user, change),
    }
    if run is None or run.status != CheckStatus.DONE:
        return said
    found = impact_for(run, before, after, request.user)
    moves = moves_for(run, request.user)
    chosen = {name: request.GET[name] for name in ("team", "turn") if request.GET.get(name)}
    if "team" in chosen:
        moves = moves.filter(entry__owner_team__key=chosen["team"])
    if chosen.get("turn") in COLUMNS:
        moves = moves.filter(**{chosen["turn"]: True})
    columns = [name for name in COLUMNS if getattr(found.total, name)]
    return said | {
        "impact": found,
        "verdicts": sorted(found.verdicts.items()),
        "turning": [(one, _cells(one, columns)) for one in found.rules if _turns(one)],
        "quiet": [one.id for one in found.rules if not _turns(one)],
        "columns": [(name, LABELS[name]) for name in columns],
        "groups": _groups(found, columns),
        "chosen": chosen,
        "page": Paginator(moves, PAGE_SIZE).get_page(request.GET.get("page")),
    }


def _cells(tally: object, columns: list[str]) -> tuple[tuple[str, int], ...]:
    return tuple((name, getattr(tally, name, 0)) for name in columns)


def _turns(rule: RuleTally) -> bool:
    return any(getattr(rule, turn) for turn in TURN_LABELS)


def _groups(found: Impact, columns: list[str]) -> list[tuple[str, list[Row]]]:
    """By team and by tier, only those of which something moves."""
    teams = [(found.titles.get(one.name, one.name), one) for one in found.teams if one.moves]
    tiers = [
        (term_label("eu_ai_tier", one.name) if one.name else "Not recorded", one)
        for one in found.tiers
        if one.moves
    ]
    return [
        (title, rows)
        for title, named in (("Team", teams), ("AI Act tier", tiers))
        if (rows := _rows(named, columns))
    ]


def _rows(named: list[tuple[str, Tally]], columns: list[str]) -> list[Row]:
    most = max((getattr(one, turn) for _, one in named for turn in DRAWN), default=0)
    return [Row(name, one.name, one, tuple(_bars(one, most)), _cells(one, columns)) for name, one in named]


def _bars(tally: Tally, most: int) -> list[Bar]:
    return [
        Bar(turn, tone, LABELS[turn], count, round(100 * count / most, 3) if most else 0, 4 * number)
        for number, (turn, tone) in enumerate(DRAWN.items())
        for count in [getattr(tally, turn)]
    ]


@require_POST
def count_change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Have it counted anew."""
    change = get_object_or_404(Activation.objects.with_people(), pk=pk)
    try:
        count_impact(change, by=request.user)
    except ValueError as refused:
        messages.error(request, str(refused))
    return redirect("rules_change", pk)
