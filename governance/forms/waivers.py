"""Asking for a waiver, and deciding on one."""

from datetime import date
from typing import Any

from django import forms

_LONGEST = 5_000


def _text(label: str, help_text: str, missing: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=help_text,
        error_messages={"required": missing},
    )


class WaiverForm(forms.Form):
    """Names are those of ``services.waivers.request_waiver``, so that a refusal finds its field."""

    reason = _text(
        "Why can't the rule be met for now?",
        "Say what stands in the way, and what you do about it.",
        "Say why.",
    )
    compensating_control = _text(
        "What do you do in place of it?",
        "Something that lowers the same risk until then, such as a person who checks each answer.",
        "Say what protects people until then.",
    )
    proof = _text(
        "What shows that this works?",
        "Links to documents, test results, or who can confirm it.",
        "Say what shows that it works.",
    )
    expires_on = forms.DateField(
        label="Until when?",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Choose the last day.", "invalid": "Write a date like 2026-06-30."},
    )

    def __init__(self, *args: Any, first_day: date, last_day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        until = self.fields["expires_on"]
        until.widget.attrs |= {"min": first_day.isoformat(), "max": last_day.isoformat()}
        until.help_text = (
            f"The last day on which it counts. The rule allows {last_day:%-d %B %Y} at the latest."
        )


class WaiverDecisionForm(forms.Form):
    """What can be said of a waiver depends on how it stands."""

    decision = forms.ChoiceField(
        label="Decision", widget=forms.RadioSelect, error_messages={"required": "Choose a decision."}
    )
    reason = _text("Reason", "The team reads it now, and auditors later.", "Say why: auditors will read it.")

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        decision = self.fields["decision"]
        assert isinstance(decision, forms.ChoiceField)  # noqa: S101 - declared above
        decision.choices = choices
