"""What templates say in one word: badges, names of things, the navigation."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import template
from django.http import HttpRequest
from django.urls import reverse

from governance.gates import what_it_blocks
from governance.models import Condition, Submission, Waiver
from governance.permissions import is_on_council
from governance.reports import conditions
from governance.reports.inbox import tier_label
from governance.reports.standing import VERDICT_LOOKS, Approval, Look, look_of
from governance.reports.waivers import LOOKS
from policies.language.basis import based_on
from policies.language.responsible import who_label
from policies.record import term_label
from registry.models import Entry, Kind
from registry.permissions import may

register = template.Library()
register.filter(what_it_blocks)
register.filter(based_on)
register.filter(who_label)
register.filter(tier_label)

PLURALS = {
    Kind.USE_CASE: "Use cases",
    Kind.AI_MODEL: "AI models",
    Kind.DATA_SOURCE: "Data sources",
    Kind.TOOL: "Tools",
    Kind.CONSENT_SCOPE: "Consent scopes",
}


@register.inclusion_tag("_partials/badge.html")
def verdict(value: str) -> dict[str, Look]:
    return {"look": VERDICT_LOOKS[value or ""]}


@register.inclusion_tag("_partials/badge.html")
def badge(look: Look) -> dict[str, Look]:
    return {"look": look}


@register.inclusion_tag("_partials/badge.html")
def approval(value: str) -> dict[str, Look]:
    return {"look": look_of(Approval(value))}


@register.filter
def approval_label(value: str) -> str:
    return Approval(value).label


@register.inclusion_tag("_partials/badge.html")
def waiver_state(waiver: Waiver) -> dict[str, Look]:
    return {"look": LOOKS[waiver.standing]}


@register.inclusion_tag("_partials/badge.html")
def condition_state(condition: Condition) -> dict[str, Look]:
    return {"look": conditions.look_of(condition)}


@register.filter
def from_day(day: date) -> str:
    """Since or from when; the last day there is stands for one that the law of today does not name."""
    return "not by today's law" if day == date.max else f"from {day:%-d %B %Y}"


@register.filter
def talked_about(facts: Iterable[Any]) -> bool:
    """Whether anybody commented on one of them."""
    return any(fact.threads for fact in facts)


@register.filter
def term(value: Any, vocabulary: str) -> str:
    """What a person reads for a value of a vocabulary."""
    return term_label(vocabulary, value)


@register.filter
def day(iso: str) -> str:
    """An ISO date as a person reads it."""
    return f"{date.fromisoformat(iso):%-d %B %Y}"


@register.filter
def members(text: str) -> list[str]:
    """What a report joined with commas."""
    return text.split(", ") if text else []


@register.filter
def tone(level: str) -> str:
    """The tone of a message of Django's ``level``."""
    return {"success": "good", "warning": "warn", "error": "bad"}.get(level, "plain")


@register.filter
def kind_label(kind: str) -> str:
    return Kind(kind).label


@register.filter
def kind_plural(kind: str) -> str:
    return PLURALS[Kind(kind)]


@register.filter
def lower_first(text: str) -> str:
    """For the middle of a sentence; AI stays AI."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


@register.filter
def entry_url(entry: Entry) -> str:
    return reverse("entry", args=[entry.kind, entry.key])


@register.filter
def amount(value: float, currency: str) -> str:
    """Money in whole units, with its currency where that is said."""
    return f"{currency} {value:,.0f}".strip()


@register.filter
def short(digest: str) -> str:
    """Enough of a digest to tell two apart; the whole one stands in its title."""
    return digest[:12]


@register.filter
def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """What makes sense to this person; the inbox with how much waits in it, for one query."""
    items = [
        ("entries", "My entries", "home"),
        *([("inbox", "Inbox", "inbox")] if is_on_council(request.user) else []),
        ("register", "Register", "register"),
        ("submissions", "Submissions", "submissions"),
        ("waivers", "Waivers", "waivers"),
        ("assessments", "Assessments", "assessments"),
        ("portfolio", "Portfolio" if may(request.user, "registry.view_entry") else "Overview", "portfolio"),
        ("rules", "Rules", "rules"),
        ("policies", "Policies", "policies"),
        ("council", "Council", "council"),
        ("report", "Report", "report"),
    ]
    return [
        {"name": name, "label": label, "url": reverse(view), "count": _waiting(name, request.user)}
        for name, label, view in items
    ]


def _waiting(name: str, user: Any) -> int:
    return Submission.objects.awaiting_seat_of(user).visible_to(user).count() if name == "inbox" else 0


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: Any) -> str:
    """This page's query string with ``changes`` (None drops a parameter); a new filter starts at page 1."""
    said = context["request"].GET.copy()
    said.pop("page", None)
    for name, value in changes.items():
        said.pop(name, None)
        if value not in (None, ""):
            said[name] = value
    return f"?{said.urlencode()}"
