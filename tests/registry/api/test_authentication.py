"""Tokens, tried on the real API."""

from datetime import timedelta

import pytest
from django.test import Client

from registry import clock
from registry.models import Scope, Token
from registry.services.tokens import issue_token, revoke_token

ENTRIES, CHECKS = "/api/v1/entries/", "/api/v1/policy-checks/"


def get(secret: str, scheme: str = "Bearer", path: str = ENTRIES):
    return Client().get(path, headers={"Authorization": f"{scheme} {secret}"})


@pytest.fixture
def token(campaign_manager):
    return issue_token(campaign_manager, "CI", [Scope.READ], by=campaign_manager)


def test_a_token_opens_what_its_scope_names(token):
    assert get(token[1]).status_code == 200
    assert get(token[1], scheme="bearer").status_code == 200


def test_a_missing_scope_is_refused_by_name(token):
    answer = Client().post(
        CHECKS, "{}", content_type="application/json", headers={"Authorization": f"Bearer {token[1]}"}
    )
    assert answer.status_code == 403
    assert answer.json()["detail"] == "This token lacks the scope check:run."


def test_a_method_that_is_not_there_is_not_a_question_of_scope(token):
    answer = Client().delete(ENTRIES, headers={"Authorization": f"Bearer {token[1]}"})
    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD"


def test_unknown_expired_revoked_and_ownerless_tokens_get_one_answer(token, campaign_manager):
    answers = [get("muster_made-up_00000000"), get(token[1] + "x"), get("x" * 100_000), get("")]
    with clock.at(clock.now() + timedelta(days=91)):
        answers.append(get(token[1]))
    campaign_manager.is_active = False
    campaign_manager.save()
    answers.append(get(token[1]))
    campaign_manager.is_active = True
    campaign_manager.save()
    assert get(token[1]).status_code == 200
    revoke_token(token[0], by=campaign_manager)
    answers.append(get(token[1]))
    assert {answer.status_code for answer in answers} == {401}
    assert {answer["WWW-Authenticate"] for answer in answers} == {'Bearer realm="muster"'}
    assert {answer.content for answer in answers} == {answers[0].content}


@pytest.mark.parametrize("header", ["Basic Y2FyYTp4", "Bearer", "Bearer ÿþ", "Token muster_x", "Bearer a b"])
def test_other_headers_are_refused(db, header):
    assert Client().get(ENTRIES, headers={"Authorization": header}).status_code == 401


def test_a_signed_in_browser_is_not_a_program(campaign_manager):
    browser = Client()
    browser.force_login(campaign_manager)
    assert browser.get(ENTRIES).status_code == 401
    assert browser.post(CHECKS, "{}", content_type="application/json").status_code == 401


def test_use_is_noted_and_the_secret_is_kept_nowhere(token):
    get(token[1])
    kept = Token.objects.get()
    assert kept.last_used_at is not None
    assert token[1] not in str(vars(kept))


def test_a_token_never_stands_in_an_answer_about_itself(token):
    assert token[1] not in get(token[1] + "x").content.decode()
