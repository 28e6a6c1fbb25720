"""The conditions of a vote: a few small forms, of which the blank ones count for nothing."""

import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import cached_property
from itertools import groupby
from typing import Any, Final

from django import forms
from django.db.models import Q

from governance.models import Condition, Submission, Vote
from governance.services.condition_drafts import MOST, ConditionRefused, Draft
from governance.services.rule_sets import usable_packs
from policies.conditions import Ready, State, ask, check_rule, read_condition, ready_made
from policies.errors import PolicyError
from registry import clock
from registry.models import User

OWN: Final = "own"
_FIELD_OF: Final = {"text": "words", "expression": "expression", "owner": "owner", "due_on": "due_on"}


class ConditionForm(forms.Form):
    """One condition; ``asked`` is its expression once the form is valid."""

    what = forms.ChoiceField(label="What has to become so?", required=False)
    expression = forms.CharField(
        label="Own expression",
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "class": "mono"}),
        help_text="In the language of rules, such as privacy_officer_reviewed: true.",
    )
    words = forms.CharField(
        label="In plain words",
        required=False,
        max_length=500,
        help_text="The team reads this. Leave it blank to take the words of your choice.",
    )
    owner = forms.ChoiceField(label="Who sees to it?", required=False)
    due_on = forms.DateField(
        label="By when?",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="The last day. From the day after, the approval does not count any more.",
        error_messages={"invalid": "Write a date like 2026-06-30."},
    )

    def __init__(
        self,
        *args: Any,
        kind: str,
        offers: Mapping[str, Ready],
        owners: Mapping[str, User],
        team: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.offers, self.owners = kind, offers, owners
        self.asked: Mapping[str, Any] = {}
        _choose_from(self.fields["what"], _grouped(offers))
        people = sorted(((pk, str(one)) for pk, one in owners.items()), key=lambda one: one[1])
        _choose_from(self.fields["owner"], [("", f"The team: {team}"), *people])
        self.fields["due_on"].widget.attrs["min"] = (clock.today() + timedelta(days=1)).isoformat()

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if "what" in said and not said["what"]:
            self.add_error("what", "Choose what has to become so.")
        if "due_on" in said and said["due_on"] is None:
            self.add_error("due_on", "Choose the last day.")
        if said.get("what") == OWN:
            self._read(said)
        elif said.get("what"):
            ready = self.offers[said["what"]]
            self.asked, said["words"] = ready.expression, said.get("words") or ready.words
        return said

    def _read(self, said: dict[str, Any]) -> None:
        if not said.get("words"):
            self.add_error("words", "Say in plain words what has to be so.")
        try:
            asked = read_condition(said.get("expression", ""), self.kind, source="your expression")
            if packs := usable_packs():
                check_rule(asked, packs)
        except PolicyError as problem:
            self.add_error("expression", str(problem))
        else:
            self.asked = asked.expression

    def draft(self) -> Draft:
        said = self.cleaned_data
        return Draft(said["words"], self.asked, said["due_on"], self.owners.get(said["owner"]))


class ConditionForms:
    """As many as a vote can have; what ``mine`` set before is filled in, to be changed."""

    def __init__(self, submission: Submission, data: Any = None, mine: Vote | None = None) -> None:
        self.submission, self._data = submission, data
        said = [] if data is not None or mine is None else [*mine.conditions.select_related("owner")]
        self._initial = [
            {
                "what": self._choice_of(one),
                "expression": json.dumps(one.expression),
                "words": one.text,
                "owner": str(one.owner_id or ""),
                "due_on": one.due_on,
            }
            for one in said
        ]

    def _choice_of(self, condition: Condition) -> str:
        made = (name for name, ready in self._offers.items() if ready.expression == condition.expression)
        return next(made, OWN)

    @cached_property
    def each(self) -> list[ConditionForm]:
        return [self._form(number) for number in range(MOST)]

    def _form(self, number: int) -> ConditionForm:
        initial = self._initial[number] if number < len(self._initial) else None
        return ConditionForm(
            self._data,
            prefix=f"condition-{number}",
            initial=initial,
            empty_permitted=True,
            use_required_attribute=False,
            kind=self.submission.entry.kind,
            offers=self._offers,
            owners=self._owners,
            team=str(self.submission.entry.owner_team),
        )

    @cached_property
    def _offers(self) -> dict[str, Ready]:
        return offers_for(self.submission)

    @cached_property
    def _owners(self) -> dict[str, User]:
        entry = self.submission.entry
        part = Q(memberships__team=entry.owner_team_id) | Q(pk=entry.accountable_person_id)
        return {str(one.pk): one for one in User.objects.filter(part, is_active=True).distinct()}

    @property
    def said(self) -> list[ConditionForm]:
        """Those in which something was typed."""
        return [one for one in self.each if one.has_changed()]

    @property
    def wrong(self) -> list[ConditionForm]:
        return [one for one in self.each if one.errors] if self._data is not None else []

    @property
    def is_open(self) -> bool:
        """Whether something stands in them."""
        return bool(self._initial) or (self._data is not None and bool(self.said))

    def is_valid(self) -> bool:
        return not any(one.errors for one in self.each)

    def drafts(self) -> list[Draft]:
        return [one.draft() for one in self.said]

    def refuse(self, decision: forms.Form, refusal: ConditionRefused) -> None:
        """Say a refusal of the service at its field."""
        if refusal.field:
            self.said[refusal.number].add_error(_FIELD_OF[refusal.field], str(refusal))
        else:
            decision.add_error("verdict", str(refusal))


def offers_for(submission: Submission) -> dict[str, Ready]:
    """What can be chosen: of rules those that found something, and nothing that is so already."""
    packs, kind, run = usable_packs(), submission.entry.kind, submission.check_run
    if packs is None:
        return {}
    found = set(run.findings.values_list("rule_id", flat=True)) if run else set()
    is_so = _already(submission, packs)
    return {
        name: ready
        for name, ready in ready_made(kind, packs).items()
        if (ready.expression["rule"] in found if name.startswith("rule:") else not is_so(ready))
    }


def _already(submission: Submission, packs: Any) -> Callable[[Ready], bool]:
    def is_so(ready: Ready) -> bool:
        asked = read_condition(json.dumps(ready.expression), submission.entry.kind)
        answer = ask(asked, submission.snapshot, packs, facts={}, as_of=submission.as_of)
        return answer.state is State.MET

    return is_so


def _grouped(offers: Mapping[str, Ready]) -> list[Any]:
    listed = [("", "Choose…")]
    groups = groupby(offers.items(), key=lambda one: one[1].group)
    grouped = [(group, [(name, ready.label) for name, ready in rows]) for group, rows in groups]
    return [*listed, *grouped, ("Advanced", [(OWN, "Something else: own expression")])]


def _choose_from(field: forms.Field, choices: list[Any]) -> None:
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
    field.choices = choices
