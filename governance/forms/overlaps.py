"""Overlaps in forms: answers kept with the form of an entry until it is saved, decisions, filters."""

from typing import Any

from django import forms
from django.http import QueryDict

from governance.forms.filters import teams_seen_by
from governance.models import OverlapOutcome
from governance.reports.overlap_pairs import STATES, Chosen
from governance.reports.side_by_side import SideBySide
from governance.services.overlap_answers import OverlapAnswer
from governance.services.overlaps import MOST_WORDS
from policies.overlap.facets import LISTS
from registry.models import Kind, Team

LEVELS = {"duplicate": "Probably the same", "possible": "Perhaps the same"}
_PREFIX = "overlap:"
ASK = f"{_PREFIX}ask"
# With the other answers the box for it is not shown.
_ONE_PRODUCT = (OverlapOutcome.JOIN, OverlapOutcome.EXTEND)
MOST_ANSWERS = 50


def answers_in(data: QueryDict) -> dict[str, OverlapAnswer]:
    """By the key of the other entry, in the order of the form; what was put off is left out."""
    keys = [name.removeprefix(f"{_PREFIX}outcome:") for name in data if name.startswith(f"{_PREFIX}outcome:")]
    # No field of a form cleans these, and PostgreSQL keeps no NUL.
    keys = [key for key in keys if "\0" not in key]
    answers = {
        key: OverlapAnswer(
            key,
            data.get(f"{_PREFIX}outcome:{key}", ""),
            data.get(f"{_PREFIX}reason:{key}", "").replace("\0", ""),
            f"{_PREFIX}same:{key}" in data and data[f"{_PREFIX}outcome:{key}"] in _ONE_PRODUCT,
            data.get(f"{_PREFIX}seen:{key}", ""),
        )
        for key in keys[:MOST_ANSWERS]
    }
    return {key: one for key, one in answers.items() if one.outcome}


class OverlapForm(forms.Form):
    """A decision on two entries side by side; names are those of ``decide_overlap``."""

    outcome = forms.ChoiceField(
        label="What should become of it?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of the four answers."},
    )
    reason = forms.CharField(
        label="Why?",
        required=False,
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="To keep both, compare them: what does each do that the other can't? Both teams read it.",
    )
    same_product = forms.BooleanField(
        label="It is one product under two names",
        required=False,
        help_text="Others who register it under either name are told from now on.",
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None, *, shown: SideBySide) -> None:
        said = shown.decision if shown.counts else None
        initial = {"seen": shown.seen} | ({"outcome": said.outcome, "reason": said.reason} if said else {})
        super().__init__(data, initial=initial)
        outcome = self.fields["outcome"]
        assert isinstance(outcome, forms.ChoiceField)  # noqa: S101 - declared above
        outcome.choices, outcome.label = shown.answers, f"What should become of {shown.entry}?"
        if not shown.names_differ:
            del self.fields["same_product"]


class OverlapFilter(forms.Form):
    """What the page of overlaps can be narrowed to; a value that there isn't counts as none."""

    kind = forms.ChoiceField(label="Kind", required=False)
    team = forms.ModelChoiceField(
        Team.objects.none(), label="Team", required=False, to_field_name="key", empty_label="All teams"
    )
    level = forms.ChoiceField(label="How alike", required=False)
    state = forms.ChoiceField(label="Decision", required=False)
    score = forms.FloatField(
        label="Score from",
        required=False,
        min_value=0,
        max_value=1,
        widget=forms.NumberInput(attrs={"step": "0.05", "inputmode": "decimal"}),
    )

    def __init__(self, user: Any, data: QueryDict) -> None:
        super().__init__(data)
        for name, choices in (
            ("kind", [("", "All kinds"), *((kind, Kind(kind).label) for kind in LISTS)]),
            ("level", [("", "All levels"), *LEVELS.items()]),
            ("state", [("", "All but told apart"), *STATES.items()]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
            field.choices = choices
        team = self.fields["team"]
        assert isinstance(team, forms.ModelChoiceField)  # noqa: S101 - declared above
        team.queryset = teams_seen_by(user)

    @property
    def chosen(self) -> Chosen:
        self.is_valid()
        said = self.cleaned_data
        team = said.get("team")
        names = {name: said.get(name, "") for name in ("kind", "level", "state")}
        return Chosen(team=team.key if team else "", score=said.get("score") or 0.0, **names)
