"""In which order submissions wait: by risk, then by the day until which the council may take.

``rank`` and ``due_at`` are worked out from what the round froze, its tier and the terms of the charter, so
that there is no column that could say something else.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    Case,
    DateTimeField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    Value,
    When,
)
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce

from governance.models.checks import PASSING, Finding
from policies.charters import Terms
from registry import clock

# What is not classified yet may turn out to be anything, so that it waits before what is known to be less.
_RANKS = (
    ("prohibited",),
    ("high_risk_annex_i", "high_risk_annex_iii"),
    ("unclassified",),
    ("annex_iii_exempt_6_3",),
)
_FAST_TRACK = Q(terms__fast_track=True)


def rank() -> Case:
    """The gravest first, and what the charter calls fast track last."""
    tiers = [When(tier__in=names, then=place) for place, names in enumerate(_RANKS)]
    return Case(
        When(_FAST_TRACK, then=len(_RANKS) + 1),
        *tiers,
        default=Value(len(_RANKS)),
        output_field=IntegerField(),
    )


def due_at() -> ExpressionWrapper:
    """When the service level of the round that stands is over."""
    days = Coalesce(Cast(KT("terms__days"), IntegerField()), Terms.days)
    allowed = ExpressionWrapper(days * Value(timedelta(days=1)), DurationField())
    return ExpressionWrapper(F("submitted_at") + allowed, DateTimeField())


def begin_of_today() -> datetime:
    """What was due before this is overdue: who is due today has until its end."""
    return clock.start_of(clock.today())


def low_risk() -> Q:
    """Fast track, with a check that passes and nothing in it that blocks."""
    passes: Any = Q(check_run__verdict__in=sorted(PASSING))
    blocking = Finding.objects.filter(run=OuterRef("check_run"), blocks=True)
    return _FAST_TRACK & passes & ~Exists(blocking)
