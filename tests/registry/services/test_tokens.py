"""Tokens are hashed, scoped, expiring and shown once."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from registry import clock
from registry.models import AuditEvent, Scope, Token
from registry.services.people import invite_person
from registry.services.tokens import find_token, issue_token, revoke_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return invite_person("ci@example.com", "Pipeline", by=None)


@pytest.fixture
def issued(user):
    return issue_token(user, "pipeline", [Scope.CHECK], by=user)


def test_a_token_is_found_by_its_secret_and_kept_only_as_a_hash(issued):
    token, secret = issued
    assert find_token(secret) == token
    stored = Token.objects.values().get()
    assert secret not in str(stored)
    assert secret not in str(list(AuditEvent.objects.values()))


def test_secrets_carry_a_prefix_and_at_least_160_random_bits(issued):
    assert issued[1].startswith("muster_")
    assert len(issued[1].removeprefix("muster_").rpartition("_")[0]) * 6 >= 160


@pytest.mark.parametrize(
    "spoil", [lambda s: s[:-1] + "x", lambda s: s[1:], lambda s: "", lambda s: s.replace("muster_", "")]
)
def test_a_secret_with_a_typing_error_costs_no_query(issued, spoil, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert find_token(spoil(issued[1])) is None


def test_a_revoked_token_ends_at_once(issued, user):
    token, secret = issued
    revoke_token(token, by=user)
    assert find_token(secret) is None


def test_a_token_ends_on_its_day(issued):
    with clock.at(clock.now() + timedelta(days=89)):
        assert find_token(issued[1]) is not None
    with clock.at(clock.now() + timedelta(days=91)):
        assert find_token(issued[1]) is None


def test_a_token_ends_with_its_owner(issued, user):
    user.is_active = False
    user.save()
    assert find_token(issued[1]) is None


def test_nobody_makes_or_ends_a_token_of_someone_else(issued, user):
    other = invite_person("eve@example.com", "Eve", by=None)
    with pytest.raises(PermissionDenied):
        issue_token(user, "stolen", [Scope.CHECK], by=other)
    with pytest.raises(PermissionDenied):
        revoke_token(issued[0], by=other)
    assert find_token(issued[1]) is not None


@pytest.mark.parametrize("days", [0, 366])
def test_a_token_lasts_a_year_at_the_most(user, days):
    with pytest.raises(ValueError, match="between 1 and 365"):
        issue_token(user, "forever", [Scope.CHECK], by=user, days=days)


@pytest.mark.parametrize("scopes", [[], ["everything"]])
def test_scopes_have_to_be_known_ones(user, scopes):
    with pytest.raises(ValueError, match="Choose scopes"):
        issue_token(user, "x", scopes, by=user)
