"""Lists of entries: mine, and everything I may see."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from governance.forms.filters import EntryFilter
from governance.models import Condition
from governance.reports.register import UNCHECKED, not_checked, of_my_teams, register_for, to_be_renewed
from governance.reports.standing import Approval
from governance.views.requests import SignedInRequest
from governance.views.tasks import Task, tasks_of_seats
from registry.models import Kind
from registry.permissions import may

if TYPE_CHECKING:
    from governance.reports.register import Registered

PAGE_SIZE = 25


def home(request: SignedInRequest) -> HttpResponse:
    """What I work on, and what needs me next."""
    mine = register_for(request.user).filter(of_my_teams(request.user))
    context = _listed(request, mine) | {
        "tasks": [task for task in _tasks(request.user, mine) if task.count],
        "section": "entries",
        "has_teams": request.user.memberships.exists(),
        "sees_more": may(request.user, "registry.view_entry"),
    }
    return render(request, "governance/home.html", context)


def entries(request: SignedInRequest) -> HttpResponse:
    """Everything I may see."""
    context = _listed(request, register_for(request.user)) | {"section": "portfolio"}
    return render(request, "governance/entry_list.html", context)


def _listed(request: SignedInRequest, found: "QuerySet[Registered]") -> dict[str, Any]:
    chosen = EntryFilter(request.GET or None, queryset=found, request=request)
    pages = Paginator(chosen.qs.order_by("title", "pk"), PAGE_SIZE)
    page = pages.get_page(request.GET.get("page"))
    kinds = dict(found.order_by().values_list("kind").annotate(count=Count("pk")))
    return {
        "filter": chosen,
        "page": page,
        "kinds": [(kind, kinds.get(kind, 0)) for kind in Kind.values],
        "total": sum(kinds.values()),
        "not_counted": not_checked(found).count() if request.GET.get("rule") else 0,
        "filtered": any(value for name, value in request.GET.items() if name != "page"),
    }


def _tasks(user: Any, mine: "QuerySet[Registered]") -> Iterable[Task]:
    yield from tasks_of_seats(user)
    yield _task_of_conditions(user)
    yield from _tasks_of_teams(mine)


def _task_of_conditions(user: Any) -> Task:
    """Conditions that this person sees to, by name or as one of the team."""
    waiting = Condition.objects.open().of_approvals().seen_to_by(user).visible_to(user)
    entries = list(waiting.values_list("submission__entry__kind", "submission__entry__key"))
    several = _mine(approval=Approval.APPROVED_WITH_CONDITIONS)
    return Task(
        len(entries),
        "conditions of approvals to meet",
        f"{reverse('entry', args=entries[0])}#conditions" if len(set(entries)) == 1 else several,
        "conditional",
        one="condition of an approval to meet",
    )


def _tasks_of_teams(mine: "QuerySet[Registered]") -> Iterable[Task]:
    states = list(mine.order_by().values_list("approval", "verdict"))
    asked = sum(approval == Approval.CHANGES_REQUESTED for approval, _ in states)
    yield Task(asked, "sent back with changes to make", _mine(approval=Approval.CHANGES_REQUESTED), "back")
    for state, text, look in _APPROVAL_TASKS:
        yield Task(sum(approval == state for approval, _ in states), text, _mine(approval=state), look)
    renewable = mine.filter(to_be_renewed()).count()
    yield Task(renewable, "to certify again: the approval ends soon", _mine(renew="true"), "wait")
    for verdict, text, look, one in _VERDICT_TASKS:
        count = sum(found == verdict for _, found in states)
        yield Task(count, text, _mine(verdict=verdict or UNCHECKED), look, one=one)


_APPROVAL_TASKS = (
    (Approval.SUSPENDED, "with an approval that is suspended", "stop"),
    (Approval.DRIFTING, "approved, failing rules of today", "conditional"),
    (Approval.EXPIRED, "with an approval that ran out", "wait"),
)
_VERDICT_TASKS = (
    ("fail", "fail a rule that blocks", "fail", "fails a rule that blocks"),
    ("gap", "where not enough was said to tell", "gap", ""),
    ("", "not checked yet", "unchecked", ""),
)


def _mine(**chosen: str) -> str:
    return f"{reverse('home')}?" + "&".join(f"{name}={value}" for name, value in chosen.items()) + "#entries"
