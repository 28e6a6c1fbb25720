"""A charter as somebody proposes it."""

from django import forms

from policies import PolicyError


class CharterForm(forms.Form):
    text = forms.CharField(
        label="The charter",
        max_length=64_000,
        widget=forms.Textarea(attrs={"rows": 30, "class": "mono", "spellcheck": "false"}),
        help_text="YAML. Comments say what each part means; its schema is charter.schema.json.",
        error_messages={"required": "Write the whole charter: what is not there does not count."},
    )
    reason = forms.CharField(
        label="Why",
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Whoever adopts it reads this first, and auditors later.",
        error_messages={"required": "Say why: whoever adopts it has to know."},
    )

    def add_problem(self, problem: PolicyError | ValueError) -> None:
        """What is wrong, at the field; of a text every mistake with its line."""
        if isinstance(problem, PolicyError):
            for one in (problem, *problem.others):
                self.add_error("text", str(one).removeprefix(f"{one.source}:") if one.source else str(one))
        else:
            self.add_error(getattr(problem, "field", "") or None, str(problem))
