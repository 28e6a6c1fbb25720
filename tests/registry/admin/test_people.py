"""People, teams and roles in the admin: invited, given and taken away through services."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from governance.groups import AUDITORS
from registry.models import AuditEvent, Membership, Team, User
from tests.personas import PASSWORD, make_entry, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, operator):
    """An operator at work."""
    client.force_login(operator)
    return client


def person_page(name: str, person: User) -> str:
    return reverse(f"admin:registry_user_{name}", args=[person.pk])


def invite(client, email="nora@example.org", name="Nora New"):
    return client.post(
        reverse("admin:registry_user_add"), {"name": name, "email": email, "function": "sales"}
    )


def test_a_person_is_invited_by_a_link_that_sets_a_password(desk, client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert invite(desk).status_code == 302
    person = User.objects.get(email="nora@example.org")
    assert (person.function, person.has_usable_password(), person.is_staff) == ("sales", False, False)

    letter = mail.outbox[0]
    assert letter.to == ["nora@example.org"]
    client.logout()
    link = re.search(r"http://testserver(/\S+)", letter.body).group(1)
    shown = client.get(link, follow=True)
    client.post(shown.request["PATH_INFO"], {"new_password1": PASSWORD, "new_password2": PASSWORD})
    assert client.login(email="nora@example.org", password=PASSWORD)
    assert client.get(link, follow=True).context["form"] is None


def test_a_mail_server_that_is_away_undoes_no_invitation(
    desk, settings, caplog, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1
    with django_capture_on_commit_callbacks(execute=True):
        assert invite(desk).status_code == 302
    assert User.objects.filter(email="nora@example.org").exists()
    assert "Error calling" in caplog.text

    person = User.objects.get(email="nora@example.org")
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with django_capture_on_commit_callbacks(execute=True):
        assert desk.post(person_page("invite_again", person)).status_code == 302
    assert mail.outbox[0].to == ["nora@example.org"]


def test_an_address_that_is_taken_is_said_and_nothing_typed_is_lost(desk, stranger):
    shown = invite(desk, email=stranger.email.upper(), name="Another Sam").content.decode()

    assert "Someone with this e-mail address is here already." in shown
    assert 'value="Another Sam"' in shown
    assert User.objects.count() == 2


def test_roles_are_given_and_taken_away_with_their_events(desk, stranger, marketing):
    entry = make_entry()
    desk.post(person_page("give_role", stranger), {"team": marketing.pk, "role": "member"})
    assert Membership.objects.get().role == "member"
    assert User.objects.get(pk=stranger.pk).has_perm("registry.edit_entries", entry.owner_team)
    assert "Member of Marketing" in desk.get(person_page("change", stranger)).content.decode()

    address = person_page("take_role", stranger) + "?team=marketing"
    assert "won&#x27;t be after this" in desk.get(address).content.decode()
    assert Membership.objects.exists()
    desk.post(address)
    assert not Membership.objects.exists()
    actions = list(AuditEvent.objects.filter(subject="team:marketing").values_list("action", flat=True))
    assert actions == ["team.created", "role.granted", "role.revoked"]


def test_a_team_is_created_and_gives_roles(desk, stranger):
    desk.post(reverse("admin:registry_team_add"), {"name": "Pricing", "key": "pricing", "function": ""})
    team = Team.objects.get()
    desk.post(reverse("admin:registry_team_grant", args=[team.pk]), {"person": stranger.pk, "role": "owner"})

    shown = desk.get(reverse("admin:registry_team_change", args=[team.pk])).content.decode()
    assert "Sam Stranger" in shown
    assert "Owner" in shown


def test_people_are_appointed_and_dismissed(desk, stranger):
    desk.post(person_page("appoint", stranger), {"group": AUDITORS})
    assert User.objects.get(pk=stranger.pk).is_staff
    desk.post(person_page("dismiss", stranger), {"group": AUDITORS})
    assert not User.objects.get(pk=stranger.pk).is_staff


def test_seats_are_given_and_ended(desk, stranger):
    said = {"holder": stranger.pk, "function": "privacy", "since": "2026-01-01"}
    assert desk.post(reverse("admin:governance_seat_add"), said).status_code == 302
    seat = stranger.seats.get()
    assert "End the term" in desk.get(reverse("admin:governance_seat_changelist")).content.decode()

    desk.post(reverse("admin:governance_seat_end", args=[seat.pk]), {"last_day": "2026-02-01"})
    assert not User.objects.get(pk=stranger.pk).is_staff


def test_an_operator_gives_nothing_to_themselves(desk, operator):
    said = {"holder": operator.pk, "function": "privacy", "since": "2026-01-01"}
    shown = desk.post(reverse("admin:governance_seat_add"), said).content.decode()

    assert "Nobody gives themselves" in shown
    assert not operator.seats.exists()


@pytest.mark.parametrize("who", ["privacy_officer", "auditor"])
def test_nobody_else_comes_to_these_pages(client, who, stranger, marketing, request):
    client.force_login(request.getfixturevalue(who))
    addresses = [
        person_page(name, stranger) for name in ("change", "give_role", "take_role", "appoint", "dismiss")
    ]
    addresses += [
        reverse("admin:registry_user_add"),
        reverse("admin:registry_team_add"),
        reverse("admin:governance_seat_add"),
    ]
    addresses += [reverse("admin:registry_team_grant", args=[marketing.pk])]
    for address in addresses:
        data = {
            "team": marketing.pk,
            "person": stranger.pk,
            "holder": stranger.pk,
            "role": "owner",
            "group": AUDITORS,
        }
        more = {
            "name": "N",
            "key": "n",
            "email": "n@example.org",
            "function": "privacy",
            "since": "2026-01-01",
        }
        assert client.post(address, data | more).status_code == 403, address
    assert not Membership.objects.exists()
    assert Team.objects.count() == 1


@pytest.mark.parametrize("who", ["operator", "administrator"])
def test_no_row_of_a_person_or_a_team_is_written_by_hand(client, who, request, stranger):
    team = make_team()
    client.force_login(request.getfixturevalue(who))
    before = list(User.objects.order_by("pk").values()), list(Team.objects.values())
    for address in (person_page("change", stranger), reverse("admin:registry_team_change", args=[team.pk])):
        client.post(address, {"name": "Changed", "is_superuser": "on", "is_staff": "on", "key": "changed"})
    for name, thing in (("user", stranger), ("team", team)):
        assert (
            client.post(
                reverse(f"admin:registry_{name}_delete", args=[thing.pk]), {"post": "yes"}
            ).status_code
            == 403
        )

    last_login = {"last_login"}
    after = list(User.objects.order_by("pk").values()), list(Team.objects.values())
    assert [{k: v for k, v in row.items() if k not in last_login} for row in before[0]] == [
        {k: v for k, v in row.items() if k not in last_login} for row in after[0]
    ]
    assert before[1] == after[1]


@pytest.mark.parametrize("lookup", ["password__startswith", "tokens__digest__startswith", "groups__name"])
def test_the_list_answers_no_questions_that_its_filters_do_not_ask(client, operator, lookup):
    client.force_login(operator, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/admin/registry/user/", {"is_active__exact": "1"}).status_code == 200
    refused = client.get("/admin/registry/user/", {lookup: "m"})
    assert (refused.status_code, refused.get("Location", "")) in {(302, "?e=1"), (400, "")}
