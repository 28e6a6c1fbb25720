"""The council's decision."""

from collections.abc import Iterable
from typing import Any

from django import forms

from governance.models import Verdict

_YES = (Verdict.APPROVE, Verdict.APPROVE_WITH_CONDITIONS)


def _reason(longest: int, help_text: str) -> forms.CharField:
    return forms.CharField(
        label="Reason",
        max_length=longest,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=help_text,
        error_messages={"required": "Say why: auditors will read it."},
    )


class TogetherForm(forms.Form):
    """What is said of several submissions at once; what each is and what was seen of it stand beside it."""

    verdict = forms.ChoiceField(
        label="Your vote",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you say."},
    )
    reason = _reason(4000, "The team reads it now and auditors read it later: say what decided it.")

    def __init__(self, *args: Any, verdicts: Iterable[Verdict], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        verdict = self.fields["verdict"]
        assert isinstance(verdict, forms.ChoiceField)  # noqa: S101 - declared above
        verdict.choices = [(one.value, one.label) for one in verdicts]


class DecisionForm(TogetherForm):
    """``seen_digest`` is what the reviewer looked at; the service refuses a decision on anything else."""

    seen_digest = forms.CharField(widget=forms.HiddenInput)
    reason = _reason(20_000, "Auditors read this, years from now. Say what decided it.")

    def __init__(self, *args: Any, can_approve: bool, **kwargs: Any) -> None:
        verdicts = [one for one in Verdict if can_approve or one not in _YES]
        super().__init__(*args, verdicts=verdicts, **kwargs)
