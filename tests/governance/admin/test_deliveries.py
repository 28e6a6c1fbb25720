"""What operators see of what leaves, and what they don't."""

import pytest
from django.urls import reverse

from governance.models import Delivery, DeliveryStatus
from tests.personas import make_entry, make_submission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]


@pytest.fixture
def given_up(privacy_officer) -> Delivery:
    make_submission(make_entry(title="Churn rescue"))
    Delivery.objects.update(status=DeliveryStatus.FAILED, attempts=7, last_error="OSError: nobody is there")
    return Delivery.objects.get()


def test_operators_see_what_was_given_up_without_what_it_says_and_have_it_tried_again(
    client, operator, given_up
):
    client.force_login(operator)
    addresses = [
        reverse("admin:governance_delivery_changelist"),
        reverse("admin:governance_delivery_change", args=[given_up.pk]),
        reverse("admin:governance_delivery_again", args=[given_up.pk]),
    ]
    shown = [client.get(address).content.decode() for address in addresses]
    assert "Pia Privacy" in shown[0] and "nobody is there" in shown[0] and "Try again" in shown[0]
    assert not any("Churn rescue" in text for text in shown)
    client.post(addresses[2])
    given_up.refresh_from_db()
    assert (given_up.status, given_up.attempts) == (DeliveryStatus.PENDING, 0)


def test_nobody_else_sees_them(client, auditor, privacy_officer, given_up):
    for person in (auditor, privacy_officer):
        client.force_login(person)
        assert client.get(reverse("admin:governance_delivery_changelist")).status_code == 403
