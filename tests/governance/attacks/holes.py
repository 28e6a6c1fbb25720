"""Builds that lack one check each: what is refused everywhere else has to get through here."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.response import Response

from governance.api.views.submissions import SubmissionDetail
from governance.models import Submission
from governance.voters import Bench, Speaker
from registry.api.authentication import HasScope
from registry.models import Entry

Hole = Callable[[pytest.MonkeyPatch], None]
WRITTEN = "withdrawn"  # of "approved" the database itself wants to know by whom


def _without(*checks: str, answering: Any = None) -> Hole:
    """A build in which each of these functions finds nothing to say against it."""

    def open_hole(patch: pytest.MonkeyPatch) -> None:
        for check in checks:
            patch.setattr(check, lambda *_, **__: answering)

    return open_hole


parts_are_not_looked_at = _without("governance.voters._either", answering="")
people_seat_themselves = _without(
    "governance.services.seats._check_is_another", "registry.services.people._check_is_another"
)
everybody_seats = _without(
    "governance.services.seats._check_may_seat", "registry.services.people._check_may_manage"
)
everybody_lends = _without("governance.services.delegations._check_lender")
loans_go_round = _without("governance.services.delegations._check_circle")
everybody_calls_urgent = _without("governance.services.urgent.seat_for", answering="privacy")
everybody_is_the_team = _without("governance.permissions.check_can_submit")
everybody_suspends = _without("governance.permissions.check_can_suspend")
everybody_adopts = _without("governance.permissions.check_can_adopt_charter")


def seats_are_not_looked_at(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Bench, "speaker_for", lambda bench, by, *_: Speaker(by, "privacy"))


def scopes_are_not_looked_at(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(HasScope, "has_permission", lambda *_: True)


def _write(*_: Any, **__: Any) -> Response:
    Submission.objects.update(status=WRITTEN)
    return Response()


def the_status_is_written(patch: pytest.MonkeyPatch) -> None:
    methods = ["patch", "put", "delete"]
    patch.setattr(SubmissionDetail, "http_method_names", methods)
    for method in methods:
        patch.setattr(SubmissionDetail, method, _write, raising=False)


def a_manifest_is_believed(patch: pytest.MonkeyPatch) -> None:
    def believe(*_: Any, **__: Any) -> tuple[Entry, bool]:
        _write()
        return Entry.objects.get(), False

    patch.setattr("governance.api.views.entries.put_manifest", believe)
