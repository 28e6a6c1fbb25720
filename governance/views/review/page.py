"""What the review page shows beside what was frozen, what was found and the decision."""

from collections.abc import Mapping
from typing import Any

from governance.models import Submission
from governance.services.comments import said_in
from governance.views.names import Names
from governance.views.requests import SignedInRequest
from governance.views.review.brief import brief_of
from governance.views.review.sections import SECTIONS
from governance.views.review.since import Since, since_look_and_approval
from governance.views.review.threads import Thread, beside_their_fields, threads_of
from governance.views.waiver_offers import shown_waivers


def review_of(
    request: SignedInRequest, found: Submission, said: Mapping[str, Any], names: Names, page: dict[str, Any]
) -> dict[str, Any]:
    """``said`` is the manifest that was frozen, ``page`` what the page shows already: sections, findings."""
    user = request.user
    document = said_in(found)
    threads = threads_of(found.entry, document)
    sections, elsewhere = beside_their_fields(page["sections"], threads, document)
    look, approval = since_look_and_approval(user, found)
    return {
        "sections": sections,
        "threads": threads,
        "conversation": elsewhere,
        "open_threads": sum(thread.is_open for thread in threads),
        "brief": brief_of(user, found, said, names, page["findings"]),
        "since_look": look,
        "since_approval": approval,
        "waivers": shown_waivers(found.entry.waivers.all(), found.check_run),
        "later": [(name, title) for name, (title, _) in SECTIONS.items()],
        "news": _news(user, threads, look) if look else 0,
    }


def _news(user: Any, threads: list[Thread], look: Since) -> int:
    """How many comments others wrote since the reader looked."""
    written = [one for thread in threads for one in (thread.said, *thread.answers)]
    return sum(one.at > look.stand.at and one.author_id != user.pk for one in written)
