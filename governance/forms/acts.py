"""What is asked before the council, or a team, acts on what was decided."""

from typing import Any, Final

from django import forms

_LONGEST: Final = 5_000


def _text(label: str, help_text: str, missing: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=help_text,
        error_messages={"required": missing},
    )


class ReasonForm(forms.Form):
    reason = _text(
        "Reason", "The team reads it now, and auditors later.", "Say why: the team and auditors will read it."
    )


class ApprovalForm(ReasonForm):
    """``acts`` are those that fit how the approval stands."""

    field_order = ("act", "reason")
    act = forms.ChoiceField(
        label="What do you do?", widget=forms.RadioSelect, error_messages={"required": "Choose what you do."}
    )

    def __init__(self, *args: Any, acts: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        act = self.fields["act"]
        assert isinstance(act, forms.ChoiceField)  # noqa: S101 - declared above
        act.choices = acts


class AppealForm(forms.Form):
    grounds = _text(
        "What did the council overlook?",
        "It reads this first. The entry goes before it as it is now.",
        "Say what the council overlooked: it reads this first.",
    )


class UrgentForm(forms.Form):
    """``seen_digest`` is what the page showed; the service refuses anything else."""

    seen_digest = forms.CharField(widget=forms.HiddenInput)
    reason = _text(
        "Why can't it wait?",
        "Say what happens if all seats are heard first. Auditors read every urgent approval.",
        "Say why this can't wait: auditors will read it.",
    )
