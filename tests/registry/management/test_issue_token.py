"""``manage.py issue_token``."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from registry.models import Token
from registry.services.tokens import find_token


def issue(*arguments: str) -> tuple[str, str]:
    out, about = StringIO(), StringIO()
    call_command("issue_token", *arguments, stdout=out, stderr=about)
    return out.getvalue().strip(), about.getvalue()


def test_the_secret_alone_is_printed_and_works(campaign_manager):
    secret, about = issue(campaign_manager.email, "CI", "--scope", "check:run", "--scope", "registry:read")
    found = find_token(secret)
    assert found is not None and found.user == campaign_manager
    assert found.scopes == ["check:run", "registry:read"]
    assert secret not in about and "check:run" in about


def test_it_lasts_as_long_as_was_said(campaign_manager):
    issue(campaign_manager.email, "CI", "--days", "7")
    made = Token.objects.get()
    assert (made.expires_at - made.created_at).days == 7
    assert made.scopes == ["check:run"]


@pytest.mark.parametrize(
    "wrong", [["nobody@example.org", "CI"], ["cara.campaign@example.org", "CI", "--days", "400"]]
)
def test_what_cannot_be_is_refused_in_a_sentence(campaign_manager, wrong):
    with pytest.raises(CommandError, match="active here|between 1 and 365"):
        issue(*wrong)
    assert not Token.objects.exists()
