"""The demonstration's waivers: asked for and approved on their days."""

from collections.abc import Callable, Iterator
from functools import partial

from governance.demo.content import Content, Document
from governance.models import Trigger, Waiver
from governance.services import checks, waivers
from registry.models import Entry, User

Act = Callable[[], object]
_WORDS = ("reason", "compensating_control", "proof")


def acts_of(content: Content, person: Callable[[str], User]) -> Iterator[tuple[int, Act]]:
    """Each act with its day. ``person`` finds people by their e-mail addresses, once they are there."""
    for said in content.waivers:
        yield said["on"], partial(_ask, content, said, person)
        for approval in said["approvals"]:
            yield approval["on"], partial(_approve, said, approval, person)


def _ask(content: Content, said: Document, person: Callable[[str], User]) -> None:
    kind, key = said["entry"].split("/")
    entry = Entry.objects.get(kind=kind, key=key)
    # Saving has it checked after the commit, and the whole year is one.
    checks.complete_checks([run.pk for run in checks.queue_checks([entry], trigger=Trigger.CHANGE)])
    words = {name: said[name] for name in _WORDS}
    until = content.day(said["until"])
    waivers.request_waiver(entry, said["rule"], by=person(said["by"]), expires_on=until, **words)


def _approve(said: Document, approval: Document, person: Callable[[str], User]) -> None:
    kind, key = said["entry"].split("/")
    asked = Waiver.objects.get(entry__kind=kind, entry__key=key, rule_id=said["rule"])
    waivers.approve_waiver(asked, by=person(approval["by"]), reason=approval["reason"])
