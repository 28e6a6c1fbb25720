"""What members of the council say of themselves: to whom they lend a vote, and what ties them."""

from typing import Any

from django import forms

from governance.groups import COUNCIL
from governance.models import Seat
from governance.services.delegations import LONGEST
from registry import clock
from registry.models import User
from registry.models.columns import terms


class _OwnSeat(forms.ModelChoiceField):
    def label_from_instance(self, obj: Seat) -> str:
        return str(obj.get_function_display())


class LoanForm(forms.Form):
    """Names are those of ``services.delegations.delegate_seat``, so that a refusal finds its field."""

    seat = _OwnSeat(Seat.objects.none(), label="Seat", empty_label=None)
    delegate = forms.ModelChoiceField(
        User.objects.none(),
        label="To whom?",
        empty_label="Choose a member of the council",
        error_messages={"required": "Choose who votes in your place."},
    )
    until = forms.DateField(
        label="Until when?",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=f"The last day, at most {LONGEST} days from today. You can end it before.",
        error_messages={"required": "Choose the last day.", "invalid": "Write a date like 2026-06-30."},
    )
    reason = forms.CharField(
        label="Why?",
        max_length=1_000,
        help_text="Auditors read it.",
        error_messages={"required": "Say why: auditors will read it."},
    )

    def __init__(self, *args: Any, lender: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(groups__name=COUNCIL, is_active=True).exclude(pk=lender.pk)
        own = Seat.objects.held_by(lender).order_by("function")
        for name, rows in (("seat", own), ("delegate", people.order_by("name"))):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above
            field.queryset = rows
        self.fields["until"].widget.attrs["min"] = clock.today().isoformat()


class InterestForm(forms.Form):
    vendor = forms.CharField(
        label="Vendor",
        max_length=200,
        help_text="As it is called in the register; other spellings of it count too.",
        error_messages={"required": "Name the vendor."},
    )
    what = forms.CharField(
        label="What do you have to do with it?",
        max_length=1_000,
        help_text="Such as shares, a job before, or family. Auditors read it, others don't.",
        error_messages={"required": "Say what you have to do with it."},
    )


class DayField(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class SeatForm(forms.Form):
    """Names are those of ``services.seats.give_seat``."""

    holder = forms.ModelChoiceField(
        User.objects.filter(is_active=True),
        empty_label="Choose a person",
        error_messages={"required": "Choose who gets the seat."},
    )
    function = forms.ChoiceField(choices=lambda: terms("function"), label="Seat")
    since = DayField(initial=clock.today, label="From")
    is_alternate = forms.BooleanField(
        required=False,
        label="As alternate",
        help_text="What an alternate says counts where no other holder of the seat was heard.",
    )
