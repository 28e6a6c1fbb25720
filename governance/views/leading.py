"""Where advice leads: to the question that it names first."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse

from policies.engine.words import quoted
from policies.record import fields_of
from registry.models import Kind

# Written on pages of their own, which the page of the entry leads to.
_ASSESSMENTS = "assessments"
_SUBMITTING = "Submit to the council"


@dataclass(frozen=True)
class Target:
    """A question and where it is asked."""

    label: str
    url: str


def target_of(
    advice: str, decided: Iterable[Target], name: tuple[str, str], form_url: str | None
) -> Target | None:
    """The question that ``advice`` quotes first; where it quotes none, the first that ``decided``.

    ``name`` is kind and key. ``form_url`` is as for ``show_findings``: "" is this page, None is nowhere.
    """
    if form_url is None:
        return None
    places = list(decided)
    named = [one for one in [*places, *_questions(name, form_url)] if quoted(one.label) in advice]
    if named:
        return min(named, key=lambda one: advice.index(quoted(one.label)))
    return places[0] if places else None


def _questions(name: tuple[str, str], form_url: str) -> Iterator[Target]:
    for one in fields_of(name[0]).values():
        if one.name != _ASSESSMENTS and not one.derived:
            yield Target(one.label, f"{form_url}#f-{one.name}")
        elif one.name == _ASSESSMENTS and form_url:
            # Who is on the form would lose what they typed by leaving it.
            yield Target(one.label, f"{reverse('entry', args=name)}#{_ASSESSMENTS}")
    if form_url and name[0] == Kind.USE_CASE:
        yield Target(_SUBMITTING, reverse("submit_entry", args=name))
