"""The judgement of an assessment."""

from typing import Any

from django import forms

from governance.services.assessment_approvals import APPROVE, REQUEST_CHANGES


class ApprovalForm(forms.Form):
    """``seen`` is the digest of what the reader looked at: only that can be approved."""

    seen = forms.CharField(widget=forms.HiddenInput)
    verdict = forms.ChoiceField(
        label="Decision",
        choices=[(APPROVE, "Approve"), (REQUEST_CHANGES, "Request changes")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a decision."},
    )
    valid_until = forms.DateField(
        label="Valid until",
        required=False,
        help_text="After this day rules treat it as expired.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Write a date as YYYY-MM-DD."},
    )
    remark = forms.CharField(
        label="Remark",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Needed where something has to change: the writers read it.",
    )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("verdict") == REQUEST_CHANGES and not said.get("remark", "").strip():
            self.add_error("remark", "Say what has to change: the writers will read it.")
        return said
