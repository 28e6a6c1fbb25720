"""What would make an entry pass, and what to say of it next: worked out when somebody asks."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.vary import vary_on_headers

import policies
from governance.gates import SOUGHT
from governance.services.engine import Checker
from governance.views.asked import Question, Waiting
from governance.views.entries import visible_entry
from governance.views.findings import form_url_of, in_words
from governance.views.names import Names
from governance.views.requests import SignedInRequest
from governance.views.spots import question_at, spot_of
from policies import Packs, PolicyError, Ways
from policies.asking.effort import Effort
from policies.asking.values import TO_BE_WRITTEN
from policies.asking.ways import Change
from policies.record import Field, fields_of
from policies.record.pointers import unnamed_person
from registry.models import Entry
from registry.permissions import may_edit

Ask = Callable[[], tuple[tuple[policies.Question, ...], Ways]]
_QUESTIONS: Final = 6
_EFFORTS: Final[dict[Effort, str]] = {
    "answering": "Answer",
    "decision": "Decide",
    "document": "Write or arrange",
    "building": "Build",
}


@dataclass(frozen=True)
class ShownChange:
    """``url`` is where the change is made; "" for who may not make it. ``row`` is what a new row says."""

    label: str
    effort: str
    before: str
    after: str
    row: tuple[tuple[str, str], ...]
    who: str
    url: str


@vary_on_headers("HX-Request")
def ways(request: SignedInRequest, kind: str, key: str) -> HttpResponse:
    """A page, or only its section where htmx asks for it."""
    found = visible_entry(request, kind, key)
    checker = Checker(visible_to=request.user, about=[(found.kind, found.key)])
    under_check = checker.under_check(found.document)
    answer = ways_shown(
        request,
        found,
        found.document,
        checker.packs,
        lambda: (under_check.next_questions(gate=SOUGHT), under_check.what_would_pass(gate=SOUGHT)),
    )
    template = "_partials/ways.html" if request.htmx else "governance/ways.html"
    return render(request, template, answer | {"entry": found, "section": "entries"})


def ways_shown(
    request: SignedInRequest, entry: Entry, document: dict[str, Any], packs: Packs, ask: Ask
) -> dict[str, Any]:
    """For ``_partials/ways.html``: what ``ask`` says of ``document``, what the entry says or said once."""
    try:
        asked, said = ask()
    except PolicyError as refusal:
        return {"refusal": str(refusal)}
    names = Names(request.user, [document])
    form_url = form_url_of(entry.kind, entry.key) if may_edit(request.user, entry.owner_team) else None
    shown = [
        # A person of whom two things are asked is one answer.
        list(dict.fromkeys(_change(one, document, names, form_url) for one in way.changes))
        for way in said.ways
    ]
    titles = {rule.id: rule.title for rule in packs.rules}
    return {
        "said": said,
        "ways": shown,
        "stuck": [(name, titles[name]) for name in said.stuck],
        "questions": next_asked(asked[:_QUESTIONS], document, names, form_url),
        "more_questions": max(0, len(asked) - _QUESTIONS),
    }


def next_asked(
    asked: Iterable[policies.Question], document: dict[str, Any], names: Names, form_url: str | None
) -> list[Waiting]:
    """``form_url`` is as for ``show_findings``."""
    return [
        Waiting(
            Question(one.pointer, one.label, _url(one.pointer, document, names, form_url), help=one.help),
            set(one.rules),
        )
        for one in asked
    ]


def _change(one: Change, document: dict[str, Any], names: Names, form_url: str | None) -> ShownChange:
    pointer = one.pointer.removesuffix("/-")
    if (person := unnamed_person(document["kind"], document, pointer)) is not None:
        url = _url(person.pointer, document, names, form_url)
        effort = _EFFORTS["answering"]
        return ShownChange(person.field.label, effort, "", "a person who works here", (), one.who, url)
    field = spot_of(document["kind"], document, pointer).field
    row = _row(field, one.after) if pointer != one.pointer else ()
    return ShownChange(
        one.label,
        _EFFORTS[one.effort],
        "" if one.before is None or row else in_words(field, one.before),
        "" if row else _after(field, one.after),
        row,
        one.who,
        _url(pointer, document, names, form_url),
    )


def _row(field: Field | None, value: Any) -> tuple[tuple[str, str], ...]:
    table = fields_of(field.of) if field and field.type == "parts" else {}
    said = value if isinstance(value, dict) else {}
    found = ((table[name], one) for name, one in said.items() if name in table)
    return tuple((field.label, _after(field, one)) for field, one in found)


def _after(field: Field | None, value: Any) -> str:
    """What is to stand there; text is for people to find."""
    if isinstance(value, str) and value.startswith(TO_BE_WRITTEN):
        return f"a text of at least {len(value)} characters" if len(value) > 1 else "a text"
    return f"“{in_words(field, value)}”"


def _url(pointer: str, document: dict[str, Any], names: Names, form_url: str | None) -> str:
    return question_at(spot_of(document["kind"], document, pointer), names, form_url)
