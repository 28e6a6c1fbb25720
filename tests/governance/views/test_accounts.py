"""Signing in, by password and by link, and passwords forgotten, set and changed."""

import re

import pytest
from django.urls import reverse
from sesame.utils import get_query_string

from registry.models import AuditEvent, Token, User
from tests.personas import PASSWORD, make_person

pytestmark = pytest.mark.django_db
NEW = "an entirely different phrase"


def sign_in(client, email, password=PASSWORD, **more):
    return client.post(reverse("sign_in"), {"username": email, "password": password, **more})


def test_every_page_asks_a_stranger_to_sign_in(client, marketing):
    for name in ("home", "entries", "register", "submissions", "portfolio", "report", "tokens"):
        response = client.get(reverse(name))
        assert response.status_code == 302
        assert response.url.startswith(reverse("sign_in"))


def test_a_password_signs_in_whatever_the_case_of_the_address(client, campaign_manager):
    response = sign_in(client, campaign_manager.email.upper(), next=reverse("tokens"))
    assert response.url == reverse("tokens")


def test_signing_in_never_leads_to_another_site(client, campaign_manager):
    assert sign_in(client, campaign_manager.email, next="https://evil.example/").url == reverse("home")


def test_the_refusal_is_the_same_for_a_wrong_password_an_unknown_address_and_who_has_left(client):
    gone = make_person("Gus Gone", is_active=False)
    here = make_person("Hana Here")
    texts = [
        re.sub(r"value=\"[^\"]*\"|nonce-\S+", "", sign_in(client, email, password).content.decode())
        for email, password in [(here.email, "wrong"), ("nobody@example.org", "x"), (gone.email, PASSWORD)]
    ]
    assert "belong together" in texts[0]
    assert texts[0] == texts[1] == texts[2]


def test_signing_out_takes_a_post_and_empties_the_browsers_cache(browse, campaign_manager):
    client = browse(campaign_manager)
    assert client.get(reverse("sign_out")).status_code == 405
    response = client.post(reverse("sign_out"))
    assert response["Clear-Site-Data"] == '"cache"'
    assert client.get(reverse("home")).status_code == 302


def test_a_link_signs_in_once(client, campaign_manager):
    link = reverse("sign_in_with_link") + get_query_string(campaign_manager)
    assert client.get(link).url == reverse("home")
    client.logout()
    again = client.get(link)
    assert again.status_code == 403
    assert "This link no longer works" in again.content.decode()


@pytest.mark.parametrize("query", ["", "?sesame=", "?sesame=AAAAAAAAAAEM-nT8Druxv8ogoZj_UA"])
def test_a_link_that_is_none_gets_a_friendly_page(client, db, query):
    assert client.get(reverse("sign_in_with_link") + query).status_code == 403


def test_asking_for_a_new_password_tells_nothing_of_who_is_here(client, campaign_manager, mailoutbox):
    answers = [
        client.post(reverse("password_reset"), {"email": email}, follow=True)
        for email in (campaign_manager.email, "nobody@example.org")
    ]
    assert answers[0].redirect_chain == answers[1].redirect_chain
    assert [mail.to for mail in mailoutbox] == [[campaign_manager.email]]


def link_in(mail) -> str:
    return re.search(r"http://testserver(\S+)", mail.body).group(1)


def test_a_forgotten_password_is_set_again_through_the_mail_and_only_once(
    client, campaign_manager, mailoutbox
):
    client.post(reverse("password_reset"), {"email": campaign_manager.email})
    link = link_in(mailoutbox[0])
    page = client.get(link, follow=True)
    assert "Set a new password" in page.content.decode()
    done = client.post(page.request["PATH_INFO"], {"new_password1": NEW, "new_password2": NEW})
    assert done.url == reverse("home")
    assert sign_in(client, campaign_manager.email, NEW).url == reverse("home")
    client.logout()
    assert "no longer works" in client.get(link, follow=True).content.decode()


def test_who_was_invited_is_welcomed_and_sets_a_first_password(client, campaign_manager, mailoutbox):
    User.objects.filter(pk=campaign_manager.pk).update(password="!")
    client.post(reverse("password_reset"), {"email": campaign_manager.email})
    page = client.get(link_in(mailoutbox[0]), follow=True)
    assert "Welcome" in page.content.decode()
    client.post(page.request["PATH_INFO"], {"new_password1": NEW, "new_password2": NEW})
    assert client.get(reverse("home")).status_code == 200


def test_a_weak_password_is_refused_at_its_field(client, browse, campaign_manager):
    said = {"old_password": PASSWORD, "new_password1": "short", "new_password2": "short"}
    response = browse(campaign_manager).post(reverse("password_change"), said)
    page = response.content.decode()
    assert "<title>Error: Change password" in page
    assert 'href="#id_new_password2"' in page


def test_a_password_is_changed_by_who_knows_it(browse, campaign_manager):
    client = browse(campaign_manager)
    said = {"old_password": "wrong", "new_password1": NEW, "new_password2": NEW}
    assert client.post(reverse("password_change"), said).status_code == 200
    assert client.post(reverse("password_change"), said | {"old_password": PASSWORD}).status_code == 302
    campaign_manager.refresh_from_db()
    assert campaign_manager.check_password(NEW)
    assert client.get(reverse("home")).status_code == 200
    told = AuditEvent.objects.filter(subject=f"person:{campaign_manager.uid}").last()
    assert (told.action, told.actor) == ("person.password_set", str(campaign_manager.uid))


def test_a_token_is_shown_once_and_kept_as_a_hash(browse, campaign_manager):
    client = browse(campaign_manager)
    said = {"name": "CI", "scopes": ["check:run"], "days": "30"}
    secret = re.search(r"muster_[\w-]+", client.post(reverse("tokens"), said).content.decode()).group(0)
    assert secret not in client.get(reverse("tokens")).content.decode()
    token = Token.objects.get(user=campaign_manager)
    assert token.scopes == ["check:run"]
    assert secret not in token.digest


@pytest.mark.parametrize("wrong", [{"days": "400"}, {"scopes": []}, {"scopes": ["admin"]}, {"name": ""}])
def test_a_token_that_is_wrong_is_refused_at_its_field(browse, campaign_manager, wrong):
    said = {"name": "CI", "scopes": ["check:run"], "days": "30"} | wrong
    page = browse(campaign_manager).post(reverse("tokens"), said).content.decode()
    assert f'href="#id_{next(iter(wrong))}"' in page
    assert not Token.objects.exists()


def test_people_revoke_their_own_tokens_and_no_others(browse, campaign_manager, colleague):
    browse(campaign_manager).post(reverse("tokens"), {"name": "CI", "scopes": ["check:run"], "days": "30"})
    token = Token.objects.get()
    assert browse(colleague).post(reverse("revoke_token", args=[token.pk])).status_code == 404
    browse(campaign_manager).post(reverse("revoke_token", args=[token.pk]))
    token.refresh_from_db()
    assert token.revoked_at is not None
