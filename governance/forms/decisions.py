"""The council's decision."""

from collections.abc import Iterable
from typing import Any

from django import forms

from governance.models import Verdict

_YES = (Verdict.APPROVE, Verdict.APPROVE_WITH_CONDITIONS)


class DecisionForm(forms.Form):
    """``seen_digest`` is what the reviewer looked at; the service refuses a decision on anything else."""

    seen_digest = forms.CharField(widget=forms.HiddenInput)
    verdict = forms.ChoiceField(
        label="Your vote",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you say."},
    )
    reason = forms.CharField(
        label="Reason",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Auditors read this, years from now. Say what decided it.",
        error_messages={"required": "Say why: auditors will read it."},
    )

    def __init__(self, *args: Any, can_approve: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        verdict = self.fields["verdict"]
        assert isinstance(verdict, forms.ChoiceField)  # noqa: S101 - declared above
        verdict.choices = [one for one in Verdict.choices if can_approve or one[0] not in _YES]


class TogetherForm(forms.Form):
    """What is said of several submissions at once; what each is and what was seen of it stand beside it."""

    verdict = forms.ChoiceField(
        label="Your vote",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you say."},
    )
    reason = forms.CharField(
        label="Reason",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="The team reads it now and auditors read it later: say what decided it.",
        error_messages={"required": "Say why: auditors will read it."},
    )

    def __init__(self, *args: Any, verdicts: Iterable[Verdict], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        verdict = self.fields["verdict"]
        assert isinstance(verdict, forms.ChoiceField)  # noqa: S101 - declared above
        verdict.choices = [(one.value, one.label) for one in verdicts]
