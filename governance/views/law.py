"""The law as the product holds it: its versions and dates, whom an amendment moves, and worked cases."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render

from governance.reports.law import entries_moved_between
from governance.views.requests import SignedInRequest
from policies.law.calendar import Milestone, in_force, shipped_calendar
from policies.law.cases import Case, shipped_cases
from policies.law.changes import milestones_moved
from policies.law.tree import shipped_tree
from policies.record import term_label, vocabulary
from registry import clock


def _day_input() -> forms.DateInput:
    """A browser's own calendar, which takes days as ISO writes them."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class DaysForm(forms.Form):
    """The two days whose law is compared."""

    start = forms.DateField(label="From the law of", widget=_day_input())
    end = forms.DateField(label="to the law of", widget=_day_input())

    def clean(self) -> dict[str, Any]:
        days: dict[str, Any] = super().clean() or {}
        if "start" in days and "end" in days and days["end"] < days["start"]:
            self.add_error("end", "This day comes before the first. Name the earlier day first.")
        return days


@dataclass(frozen=True)
class Mark:
    """A milestone on the timeline, ``left`` percent from its start."""

    said: Milestone
    left: float
    has_begun: bool


def law(request: SignedInRequest) -> HttpResponse:
    """Versions, milestones, and the entries whose tier or deadline moves between two days."""
    today, calendar = clock.today(), shipped_calendar()
    marks = _timeline(today)
    newest = calendar.versions[-1]
    asked = request.GET if {"start", "end"} & set(request.GET) else None
    usual = {"start": _day_before(newest.valid.since), "end": today}
    form = DaysForm(asked, initial=usual)
    days = usual if asked is None else form.cleaned_data if form.is_valid() else None
    context: dict[str, Any] = {
        "section": "portfolio",
        "form": form,
        "versions": calendar.versions,
        "current": calendar.version_on(today),
        "marks": marks,
        "years": _years(marks),
        "sources": calendar.sources.values(),
        "days": days,
    }
    if days:
        context |= {
            "milestones": milestones_moved(days["start"], days["end"]),
            "moves": entries_moved_between(request.user, days["start"], days["end"]),
        }
    return render(request, "governance/law.html", context)


def ai_act_cases(request: SignedInRequest) -> HttpResponse:
    """The worked cases, tier by tier."""
    groups = [(term_label("eu_ai_tier", tier), _cases(str(tier))) for tier in vocabulary("eu_ai_tier")]
    context = {
        "section": "portfolio",
        "groups": [group for group in groups if group[1]],
        "steps": shipped_tree().steps.values(),
    }
    return render(request, "governance/ai_act_cases.html", context)


def _cases(tier: str) -> list[Case]:
    return [case for case in shipped_cases() if case.tier == tier]


def _timeline(today: date) -> list[Mark]:
    """The milestones as the law of ``today`` has them, by their days."""
    found = sorted(in_force(shipped_calendar().milestones, today), key=lambda one: one.on)
    if not found:
        return []
    first, last = found[0].on, found[-1].on
    return [Mark(one, _place(one.on, first, last), one.on <= today) for one in found]


def _years(marks: list[Mark]) -> list[tuple[int, float]]:
    """The years that begin between the marks, each with its place among them."""
    if not marks:
        return []
    first, last = marks[0].said.on, marks[-1].said.on
    return [(year, _place(date(year, 1, 1), first, last)) for year in range(first.year + 1, last.year + 1)]


def _place(day: date, first: date, last: date) -> float:
    """How many percent of the way from ``first`` to ``last`` the day lies."""
    return round(100 * (day - first).days / max((last - first).days, 1), 2)


def _day_before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)
