"""Pages, bulk actions and programs: other doors to the same acts."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from governance.services.seats import give_seat
from registry.models import Scope, User
from registry.services.tokens import issue_token
from tests.governance.attacks.world import World
from tests.personas import make_person


def a_page_sent_by_an_outsider(world: World) -> None:
    said = {"verdict": "approved", "reason": "Go.", "seen_digest": world.submission.review_digest}
    world.post(make_person("Ivo It", seat="it"), "decide", seat="privacy", voter=world.pia.pk, **said)


def a_page_sent_by_the_submitter(world: World) -> None:
    give_seat(world.cara, "privacy", by=None)
    said = {"verdict": "approved", "reason": "Go.", "seen_digest": world.submission.review_digest}
    world.post(world.cara, "decide", **said)


def a_bulk_action_of_the_admin(world: World) -> None:
    world.client.force_login(world.insider())
    address = f"{reverse('admin:governance_submission_decide')}?pk={world.submission.pk}"
    seen = {f"seen-{world.submission.pk}": world.submission.review_digest}
    world.client.post(address, {"verdict": "approved", "reason": "Go."} | seen)


def a_token_of_the_submitter(world: World) -> None:
    give_seat(world.cara, "privacy", by=None)
    by_token(world, world.cara, list(Scope), "post", "votes/")


def the_status_by(method: str) -> Callable[[World], None]:
    return lambda world: by_token(world, world.pia, list(Scope), method, "")


def a_token_of_a_build(world: World) -> None:
    by_token(world, world.pia, [Scope.CHECK], "post", "votes/")


def a_manifest_that_says(field: str) -> Callable[[World], None]:
    def put(world: World) -> None:
        entry = world.submission.entry
        said = entry.document | {field: "approved"}
        _send(world, world.cara, list(Scope), "put", f"entries/use_case/{entry.key}/", said)

    return put


def by_token(world: World, person: User, scopes: list[Scope], method: str, place: str) -> None:
    said = {"verdict": "approved", "reason": "Go.", "seen_digest": world.submission.review_digest}
    address = f"submissions/{world.submission.pk}/{place}"
    _send(world, person, scopes, method, address, said if method == "post" else {"status": "approved"})


def _send(world: World, person: User, scopes: list[Scope], method: str, address: str, body: Any) -> None:
    secret = issue_token(person, "build", scopes, by=person)[1]
    headers = {"Authorization": f"Bearer {secret}", "If-Match": "*"}
    send = getattr(world.client, method)
    send(f"/api/v1/{address}", body, content_type="application/json", headers=headers)
