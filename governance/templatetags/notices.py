"""What pages say of notices: how many are new, and whether a submission is muted."""

from typing import Any

from django import template

from governance.models import Mute, Notice, Submission

register = template.Library()
MOST = 99


@register.simple_tag(takes_context=True)
def unseen_notices(context: template.Context) -> str:
    """How many notices this person has not seen, "" for none; one query on every page."""
    user = context["request"].user
    number = Notice.objects.visible_to(user).unseen().order_by()[: MOST + 1].count()
    return f"{MOST}+" if number > MOST else str(number or "")


@register.inclusion_tag("_partials/mute.html", takes_context=True)
def mute_form(context: template.Context, submission: Submission) -> dict[str, Any]:
    request = context["request"]
    muted = Mute.objects.filter(person=request.user, subject=submission.subject).exists()
    return {"submission": submission, "is_muted": muted, "csrf_token": context.get("csrf_token")}
