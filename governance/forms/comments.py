"""Saying something about a submission."""

from django import forms

from governance.services.comments import MOST_WORDS


class CommentForm(forms.Form):
    text = forms.CharField(
        label="Comment",
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Whoever sees this submission reads it. It stays on record as you write it.",
        error_messages={"required": "Write what you want to say."},
    )
