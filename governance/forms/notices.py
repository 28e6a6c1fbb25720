"""How a person wants to be told."""

from django import forms

from governance.models import EmailChoice, NoticeKind, NoticeSettings


class NoticeSettingsForm(forms.Form):
    email = forms.ChoiceField(
        label="By e-mail",
        choices=EmailChoice.choices,
        widget=forms.RadioSelect,
        help_text="The mail of the day goes out in the morning, and only if there is something in it.",
    )
    told = forms.MultipleChoiceField(
        label="Tell me when",
        choices=NoticeKind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="What you leave out you are not told of at all, neither here nor by mail.",
    )

    @staticmethod
    def initial_of(chosen: NoticeSettings) -> dict[str, object]:
        return {"email": chosen.email, "told": [kind for kind in NoticeKind if kind not in chosen.muted]}

    @property
    def muted(self) -> list[str]:
        """The kinds that were left out."""
        return [kind for kind in NoticeKind if kind not in self.cleaned_data["told"]]
