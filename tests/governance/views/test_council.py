"""The page of the council: who decides on what, lent votes, declared interests."""

from datetime import timedelta

import pytest
from django.urls import reverse

from governance.models import Delegation, Interest
from governance.services.delegations import delegate_seat
from governance.services.seats import give_seat
from registry import clock
from tests.governance.views.test_query_budgets import assert_it_asks_no_more
from tests.personas import make_person

pytestmark = pytest.mark.django_db
COUNCIL = reverse("council")


def page(client) -> str:
    answer = client.get(COUNCIL)
    assert answer.status_code == 200
    return answer.content.decode()


def lend(client, person, to, **changes):
    until = (clock.today() + timedelta(days=7)).isoformat()
    said = {"seat": person.seats.get().pk, "delegate": to.pk, "until": until, "reason": "On leave."}
    return client.post(reverse("lend_vote"), said | changes)


@pytest.mark.usefixtures("shipped_charter")
def test_everybody_reads_who_decides_on_what_and_which_seats_are_vacant(browse, stranger, privacy_officer):
    give_seat(make_person("Alva Alternate"), "privacy", by=None, is_alternate=True)
    told = page(browse(stranger))
    for words in (
        "Pia Privacy",
        "Alva Alternate, alternate",
        "Fast track",
        "The no of Privacy or Security or Legal decides at once.",
        "15 days",
        "Suspend or revoke an approval",
    ):
        assert words in told, words
    assert told.count("Vacant") == 6
    assert "You on the council" not in told
    assert f'href="{COUNCIL}"' in browse(stranger).get("/").content.decode()


def test_a_holder_lends_their_vote_and_takes_it_back(browse, privacy_officer, it_lead, auditor):
    client = browse(privacy_officer)
    assert lend(client, privacy_officer, it_lead).status_code == 302
    lent = Delegation.objects.get()
    assert (lent.delegate, lent.seat.holder) == (it_lead, privacy_officer)
    assert "votes for your Privacy seat" in page(client)
    assert "Pia Privacy lent you the vote" in page(browse(it_lead))
    assert "On leave." in page(browse(auditor))
    client.post(reverse("end_loan", args=[lent.pk]))
    assert "votes for your Privacy seat" not in page(client)


def test_why_a_vote_was_lent_is_for_who_sees_the_register(browse, stranger, privacy_officer, it_lead):
    until = clock.today() + timedelta(days=7)
    delegate_seat(privacy_officer.seats.get(), it_lead, by=privacy_officer, until=until, reason="Surgery.")
    assert "Surgery." not in page(browse(stranger))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"reason": ""}, "auditors will read it"),
        ({"until": "2020-01-01"}, "at most 92 days away"),
        ({"delegate": ""}, "Choose who votes in your place."),
    ],
)
def test_what_is_wrong_with_a_loan_is_said_at_its_field(browse, privacy_officer, it_lead, changes, words):
    answer = lend(browse(privacy_officer), privacy_officer, it_lead, **changes)
    assert words in answer.content.decode()
    assert not Delegation.objects.exists()


def test_a_loan_in_a_circle_is_refused_on_the_page_and_what_was_typed_stays(browse, privacy_officer, it_lead):
    counsel, until = make_person("Lara Legal", seat="legal"), clock.today() + timedelta(days=7)
    for lender, delegate in ((privacy_officer, counsel), (counsel, it_lead)):
        delegate_seat(lender.seats.get(), delegate, by=lender, until=until, reason="Ill.")
    answer = lend(browse(it_lead), it_lead, privacy_officer, reason="My long journey.")
    assert answer.status_code == 403
    told = answer.content.decode()
    assert "go in a circle" in told
    assert "My long journey." in told
    assert f'<option value="{privacy_officer.pk}" selected>' in told
    assert not it_lead.seats.get().delegations.exists()


def test_nobody_lends_or_ends_what_is_not_theirs(browse, privacy_officer, it_lead, auditor):
    assert "Select a valid choice" in lend(browse(it_lead), privacy_officer, auditor).content.decode()
    until = clock.today() + timedelta(days=7)
    lent = delegate_seat(
        privacy_officer.seats.get(), it_lead, by=privacy_officer, until=until, reason="On leave."
    )
    assert browse(auditor).post(reverse("end_loan", args=[lent.pk])).status_code == 403
    assert Delegation.objects.in_force().exists()


def test_members_declare_an_interest_that_others_do_not_read(browse, privacy_officer, auditor, stranger):
    client = browse(privacy_officer)
    said = {"vendor": "Example Mail Ltd", "what": "My brother works there."}
    client.post(reverse("declare_interest"), said)
    mine = Interest.objects.get()
    assert "My brother works there." in page(client)
    for person in (auditor, stranger):
        assert "Example Mail" not in page(browse(person))
        assert browse(person).post(reverse("end_interest", args=[mine.pk])).status_code == 404
    assert browse(stranger).post(reverse("declare_interest"), said).status_code == 403
    client.post(reverse("end_interest", args=[mine.pk]))
    mine.refresh_from_db()
    assert mine.until == clock.today()


def test_the_page_asks_no_more_for_more_seats(browse, privacy_officer):
    seats = iter(["privacy", "security", "legal", "it"] * 4)

    def grow() -> None:
        give_seat(make_person(f"Person {next(_numbers)}"), next(seats), by=None)

    _numbers = iter(range(99))
    assert_it_asks_no_more(browse(privacy_officer), [COUNCIL], grow)


def give(client, person, **changes):
    said = {"holder": person.pk, "function": "privacy", "since": clock.today().isoformat()}
    return client.post(reverse("give_seat"), said | changes)


def test_an_operator_makes_an_alternate_on_the_page(browse, operator, stranger, privacy_officer):
    client = browse(operator)
    assert "make somebody an alternate" in page(client)
    assert give(client, stranger, is_alternate="on").status_code == 302
    assert stranger.seats.get().is_alternate
    assert "Sam Stranger, alternate" in page(client)
    told = give(client, stranger).content.decode()
    assert "Error: " in told and "Sam Stranger" in told
    assert "Choose who gets the seat." in give(client, stranger, holder="").content.decode()


def test_nobody_but_an_operator_gives_seats_and_nobody_to_themselves(
    browse, operator, privacy_officer, administrator, stranger
):
    client = browse(privacy_officer)
    assert "make somebody an alternate" not in page(client)
    assert "Only an operator" in give(client, stranger).content.decode()
    assert "Nobody gives themselves a seat" in give(browse(operator), operator).content.decode()
    assert not stranger.seats.exists() and not operator.seats.exists()
