"""The council's queue, and the page a decision is made from."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localdate

from governance.admin.approvals import ACTS, address_of, offered
from governance.admin.deciding import DecidePage
from governance.admin.filters import KindFilter, QueueFilter, SeatFilter, TierFilter
from governance.admin.history import history_of
from governance.admin.urgent import UrgentPage
from governance.forms.acts import ReasonForm
from governance.models import Seat, Submission
from governance.reports.inbox import deadline_look, tier_label
from governance.reports.quorum import quorum_of, refusal_for
from governance.services.deciding import MOST_AT_ONCE, REFUSALS, seen_name
from governance.workflow import Status
from policies.record import term_label
from registry.admin.base import ReadOnlyAdmin, actor, posted
from registry.admin.facts import sections_of


def decide_url(pks: list[int], **seen: str) -> str:
    """``seen`` are the review digests that the page with the link shows, by ``Item.seen``."""
    query = QueryDict(mutable=True)
    query.setlist("pk", [str(pk) for pk in pks])
    query.update(seen)
    return f"{reverse('admin:governance_submission_decide')}?{query.urlencode()}"


@admin.register(Submission)
class SubmissionAdmin(ReadOnlyAdmin):
    """Submissions come and go through services. Here they are read, and decided on."""

    list_display = (
        "entry",
        "kind",
        "team",
        "status",
        "urgent",
        "tier_shown",
        "found",
        "seat",
        "submitted",
        "due",
    )
    list_filter = (
        QueueFilter,
        "status",
        "is_urgent",
        SeatFilter,
        KindFilter,
        TierFilter,
        ("team", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("entry", "team", "check_run")
    search_fields = ("entry__title", "entry__key", "team__name", "submitted_by__name")
    show_full_result_count = False
    actions = ("decide",)
    refusals = (*ReadOnlyAdmin.refusals, *REFUSALS)
    detail_template = "admin/governance/submission/review.html"

    @admin.display(description="Urgent", ordering="is_urgent", empty_value="")
    def urgent(self, submission: Submission) -> str:
        badge = '<span class="badge badge--blocks">{}</span>'
        return format_html(badge, "Urgent: without all seats") if submission.is_urgent else ""

    @admin.display(description="Kind", ordering="entry__kind")
    def kind(self, submission: Submission) -> str:
        return submission.entry.get_kind_display()

    @admin.display(description="Check", ordering="check_run__verdict")
    def found(self, submission: Submission) -> str:
        return submission.check_run.get_verdict_display() if submission.check_run else "Not checked yet"

    @admin.display(description="Seats")
    def seat(self, submission: Submission) -> str:
        return ", ".join(str(term_label("function", seat)) for seat in submission.voting_terms.required)

    @admin.display(description="Submitted", ordering="submitted_at")
    def submitted(self, submission: Submission) -> str:
        return date_format(submission.submitted_at, "j M Y")

    @admin.display(description="Tier", ordering="rank")
    def tier_shown(self, submission: Submission) -> str:
        return tier_label(submission.tier) or "–"

    @admin.display(description="Deadline", ordering="due_at")
    def due(self, submission: Any) -> str:
        if submission.status != Status.IN_REVIEW:
            return "–"
        last = localdate(submission.due_at)
        return f"{date_format(last, 'j M Y')}: {deadline_look(last).label.lower()}"

    def has_decide_permission(self, request: HttpRequest) -> bool:
        """Asked several times for one page, and looked up once."""
        known = vars(request)
        if "speaks_for_a_seat" not in known:
            known["speaks_for_a_seat"] = Seat.objects.spoken_for(request.user).exists()
        return bool(known["speaks_for_a_seat"])

    @admin.action(description="Decide on selected submissions…", permissions=["decide"])
    def decide(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        """Go to the page that shows the findings and asks for a verdict and a reason."""
        pks = list(queryset.values_list("pk", flat=True)[: MOST_AT_ONCE + 1])
        if len(pks) > MOST_AT_ONCE:
            self.message_user(request, f"Choose at most {MOST_AT_ONCE} at once.", messages.ERROR)
            return None
        return redirect(decide_url(pks))

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(DecidePage(self).respond)
        return [path("decide/", view, name="governance_submission_decide"), *super().get_urls()]

    def pages(self) -> dict[str, Callable[..., HttpResponse]]:
        acts: dict[str, Callable[..., HttpResponse]] = {name: partial(self.act_on, name) for name in ACTS}
        return acts | {"approve_urgently": UrgentPage(self).respond}

    def act_on(self, name: str, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask why, and give it to the service that ends an approval, or puts it in force again."""
        thing, act = self.find(request, str(pk)), ACTS[name]

        def do(said: dict[str, Any]) -> str:
            done = act.service(thing, by=actor(request), **said)
            return f"Recorded. {done.entry} is {done.get_status_display().lower()}."

        return self.ask(
            request,
            ReasonForm(posted(request)),
            title=f"{act.title}: {thing.entry}",
            submit=act.title,
            act=do,
            back=address_of("change", thing),
            about=act.about,
        )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = super().get_queryset(request).defer("snapshot").with_deadlines()  # type: ignore[attr-defined]
        related = ("entry__owner_team", "team", "check_run", "submitted_by", "decided_by")
        return rows.select_related(*related).prefetch_related("review_seats")

    def detail(self, request: HttpRequest, thing: Any) -> dict[str, Any]:
        votes = list(thing.votes.select_related("voter", "on_behalf_of"))
        standing = [one for one in votes if one.stands and one.round == thing.round]
        quorum, bench, tally = quorum_of(thing, standing)
        in_review = thing.status == Status.IN_REVIEW
        refusal = refusal_for(bench, tally, actor(request))
        return {
            "findings": thing.check_run.findings.all() if thing.check_run else [],
            "sections": sections_of(thing.entry.kind, thing.snapshot),
            "votes": votes,
            "urgent_voices": thing.urgent_voices.select_related("voter"),
            "quorum": quorum if in_review else None,
            "acts": offered(actor(request), thing, bench),
            "past_rounds": thing.past_rounds.select_related("submitted_by"),
            "history": history_of(thing),
            "refusal": refusal,
            "may_decide": not refusal and in_review,
            "decide_url": decide_url([thing.pk], **{seen_name(thing.pk): thing.review_digest}),
        }
