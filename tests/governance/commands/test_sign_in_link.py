"""``manage.py sign_in_link``: in, once, without a password."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from governance.groups import OPERATORS
from registry.models import AuditEvent, User

pytestmark = pytest.mark.django_db


def link_for(*args: str, **options: str) -> str:
    return call_command("sign_in_link", *args, base_url="http://testserver/", stdout=StringIO(), **options)


def follow(client, link: str) -> bool:
    """Whether the link signs the client in."""
    client.logout()
    client.get(link.removeprefix("http://testserver"))
    return "_auth_user_id" in client.session


def test_the_link_signs_in_once(client, stranger):
    link = link_for(stranger.email)
    assert link.startswith("http://testserver/sign-in/link/?sesame=")

    assert follow(client, link)
    assert not follow(client, link)


def test_the_link_is_worth_nothing_after_an_hour(client, stranger):
    link = link_for(stranger.email)
    with time_machine.travel(timezone.now() + timedelta(hours=1, minutes=1)):
        assert not follow(client, link)


def test_the_first_operator_comes_in_by_a_link_and_has_no_password(client):
    assert follow(client, link_for("rita@example.org", create_operator="Rita Root"))

    operator = User.objects.get()
    assert operator.is_superuser and operator.is_staff
    assert not operator.has_usable_password()
    assert operator.groups.get().name == OPERATORS
    actions = AuditEvent.objects.filter(subject=f"person:{operator.uid}").values_list("action", flat=True)
    assert list(actions) == ["person.made_operator", "group.joined"]


def test_nobody_is_made_an_operator_in_passing(stranger):
    with pytest.raises(CommandError, match="already"):
        link_for(stranger.email, create_operator="Sam Stranger")
    stranger.refresh_from_db()
    assert not stranger.is_superuser


@pytest.mark.parametrize("email", ["nobody@example.org", "gone@example.org"])
def test_who_is_not_there_or_has_left_gets_no_link(email):
    User.objects.create_user("gone@example.org", name="Gone", is_active=False)
    with pytest.raises(CommandError, match="Nobody active"):
        link_for(email)
