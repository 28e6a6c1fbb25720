"""The pages of assessments: nothing typed is lost, coverage is told in numbers, strangers see nothing."""

import json

import pytest
from django.urls import reverse

from governance.models import Assessment
from governance.services.assessments import start_assessment
from registry.models import AuditEvent
from tests.assessing import approve, save, submit
from tests.personas import change_entry, make_entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer(client, campaign_manager):
    client.force_login(campaign_manager)
    return client


def typed(page, **answers) -> dict:
    """What a browser would send of the page of writing, with these answers changed."""
    form = page.context["form"]
    said = {one.name: one.text for part in form.sections for one in part.asked}
    said |= {f"q-{name}": value for name, value in answers.items()}
    return said | {"seen": page.context["seen"], "base": page.context["base"], "do": "save"}


def write_url(dpia: Assessment) -> str:
    return reverse("write_assessment", args=[dpia.pk])


def test_the_entry_says_which_assessments_rules_ask_for_and_starts_one(
    writer, risky, settings, django_capture_on_commit_callbacks
):
    settings.MUSTER_PACKS = []
    with django_capture_on_commit_callbacks(execute=True):
        change_entry(risky, title="Churn")
    page = writer.get(reverse("entry", args=["use_case", risky.key])).content.decode()
    assert page.count("PRV-010</span> asks for it") == 1
    answer = writer.post(reverse("start_assessment", args=["use_case", risky.key, "dpia"]))
    started = Assessment.objects.get(entry=risky)
    assert answer.url == write_url(started)
    page = writer.get(reverse("entry", args=["use_case", risky.key])).content.decode()
    assert "Go on writing" in page
    assert "required questions answered" in page


def test_starting_twice_leads_to_the_one_that_is_open(writer, dpia, risky):
    answer = writer.post(reverse("start_assessment", args=["use_case", risky.key, "dpia"]))
    assert answer.url == write_url(dpia)
    nothing = reverse("start_assessment", args=["use_case", risky.key, "nonsense"])
    assert writer.post(nothing).status_code == 404


def test_what_comes_from_the_registry_is_marked_and_can_be_taken_over_again(writer, dpia, risky):
    page = writer.get(write_url(dpia))
    assert "From the registry: Description" in page.content.decode()
    change_entry(risky, description="Writes to people.")
    page = writer.get(write_url(dpia))
    assert "The registry says something else" in page.content.decode()
    sent = typed(page, necessity="Typed and not saved.") | {"do": "take processing"}
    taken = writer.post(write_url(dpia), sent).content.decode()
    assert "Description: Writes to people." in taken
    assert "Typed and not saved." in taken
    dpia.refresh_from_db()
    assert "Calls people." in dpia.answers["processing"]


def test_saving_keeps_every_answer_and_says_how_far_it_is(writer, dpia):
    page = writer.get(write_url(dpia))
    answers = {"necessity": "Less is not enough.", "purposes": "One\nTwo", "dpo_consulted": "no"}
    answer = writer.post(write_url(dpia), typed(page, **answers, residual_risk="low"), follow=True)
    dpia.refresh_from_db()
    assert dpia.answers["purposes"] == ["One", "Two"]
    assert dpia.answers["dpo_consulted"] is False
    assert dpia.facts == {"residual_risk": "low", "dpo_consulted": False}
    assert "of 19 required questions answered" in answer.content.decode()


def test_an_answer_that_does_not_fit_is_told_at_its_field_and_nothing_is_lost(writer, dpia):
    page = writer.get(write_url(dpia))
    sent = typed(page, planned="tomorrow", necessity="Long text.", residual_risk="tiny")
    answer = writer.post(write_url(dpia), sent).content.decode()
    assert 'href="#f-q-planned"' in answer
    assert "Write a date as YYYY-MM-DD." in answer
    assert "Long text." in answer


def test_submitting_an_incomplete_one_saves_it_and_names_what_is_missing(writer, dpia):
    page = writer.get(write_url(dpia))
    answer = writer.post(write_url(dpia), typed(page, necessity="Said.") | {"do": "submit"}).content.decode()
    assert "Answer this before you submit." in answer
    dpia.refresh_from_db()
    assert (dpia.state, dpia.answers["necessity"]) == ("in_progress", "Said.")


def test_two_who_write_at_once_see_both_versions_and_get_them_brought_together(writer, dpia, colleague):
    page = writer.get(write_url(dpia))
    save(dpia, colleague, necessity="Hers.", views="Only hers.")
    sent = typed(page, necessity="His.", likelihood="Only his.")
    answer = writer.post(write_url(dpia), sent)
    told = answer.content.decode()
    assert "Someone else saved this while you were writing" in told
    assert "Hers." in told
    merged = typed(answer)
    assert (merged["q-necessity"], merged["q-views"], merged["q-likelihood"]) == (
        "His.",
        "Only hers.",
        "Only his.",
    )
    writer.post(write_url(dpia), merged)
    dpia.refresh_from_db()
    assert (dpia.answers["necessity"], dpia.answers["views"]) == ("His.", "Only hers.")


def test_the_seat_approves_on_the_page_and_what_it_did_not_see_is_refused(
    client, dpia, campaign_manager, privacy_officer
):
    waiting = submit(dpia, campaign_manager)
    client.force_login(privacy_officer)
    assert "Waiting for you <b>1</b>" in client.get(reverse("assessments")).content.decode()
    page = client.get(reverse("assessment", args=[waiting.pk]))
    form = page.context["form"].initial
    sent = {"verdict": "approve", "valid_until": form["valid_until"].isoformat(), "remark": "Good."}
    url = reverse("judge_assessment", args=[waiting.pk])
    assert "Someone else saved" in client.post(url, sent | {"seen": "0" * 64}).content.decode()
    assert (
        "Say what has to change"
        in client.post(
            url, sent | {"seen": form["seen"], "verdict": "request_changes", "remark": ""}
        ).content.decode()
    )
    client.post(url, sent | {"seen": form["seen"]})
    waiting.refresh_from_db()
    assert (waiting.state, waiting.remark) == ("approved", "Good.")


def test_the_approver_sees_what_changed_since_the_last_approval_and_in_the_entry(
    client, dpia, risky, campaign_manager, privacy_officer
):
    approve(submit(save(dpia, campaign_manager, necessity="Old."), campaign_manager), privacy_officer)
    renewed = start_assessment(risky, "dpia", by=campaign_manager)
    submit(save(renewed, campaign_manager, necessity="New."), campaign_manager)
    change_entry(risky, description="Writes to people.")
    client.force_login(privacy_officer)
    page = client.get(reverse("assessment", args=[renewed.pk]))
    assert ("Why can't the purpose be reached with less?", "Old.", "New.") in page.context["changes"]
    assert page.context["entry_changes"] == ["Description"]
    assert page.context["can_renew"] is False


def test_who_writes_sees_who_can_approve_and_not_the_form(writer, dpia, campaign_manager, privacy_officer):
    waiting = submit(dpia, campaign_manager)
    page = writer.get(reverse("assessment", args=[waiting.pk])).content.decode()
    assert "Only the holder of the council&#x27;s Privacy seat can approve this." in page
    assert "Pia Privacy" in page
    assert writer.get(write_url(waiting)).url == reverse("assessment", args=[waiting.pk])


def test_withdrawing_is_one_button(writer, dpia):
    writer.post(reverse("withdraw_assessment", args=[dpia.pk]))
    dpia.refresh_from_db()
    assert dpia.state == "withdrawn"


def test_nothing_is_told_to_who_cant_see_the_entry(client, dpia, service_agent):
    client.force_login(service_agent)
    for url in (
        reverse("assessment", args=[dpia.pk]),
        write_url(dpia),
        reverse("export_assessment", args=[dpia.pk, "md"]),
        reverse("export_assessment", args=[dpia.pk, "json"]),
    ):
        assert client.get(url).status_code == 404
    for name in ("withdraw_assessment", "judge_assessment"):
        assert client.post(reverse(name, args=[dpia.pk])).status_code == 404
    assert "Churn rescue" not in client.get(reverse("assessments")).content.decode()


@pytest.mark.parametrize("who", ["viewer", "privacy_officer", "auditor"])
def test_who_only_reads_gets_no_way_to_write(client, dpia, request, who):
    client.force_login(request.getfixturevalue(who))
    assert "Go on writing" not in client.get(reverse("assessment", args=[dpia.pk])).content.decode()
    assert client.get(write_url(dpia)).status_code == 403


def test_as_a_file_it_is_the_same_bytes_for_everybody(client, dpia, campaign_manager, auditor):
    save(dpia, campaign_manager, necessity="# Not a heading")
    files = []
    for person in (campaign_manager, auditor):
        client.force_login(person)
        urls = [reverse("export_assessment", args=[dpia.pk, form]) for form in ("md", "json")]
        files.append([client.get(url).content for url in urls])
    assert files[0] == files[1]
    taken = AuditEvent.objects.filter(action="assessment.exported").values_list("actor", "body__form")
    people = (campaign_manager, auditor)
    assert sorted(taken) == sorted((str(one.uid), form) for one in people for form in ("md", "json"))
    text, document = files[0][0].decode(), json.loads(files[0][1])
    assert "\n> # Not a heading\n" in text
    assert document["answers"]["necessity"] == "# Not a heading"
    dpia.refresh_from_db()
    assert document["digest"] == dpia.answers_digest()


@pytest.mark.parametrize("number", [1, 20])
def test_the_list_costs_the_same_for_any_number(
    client, auditor, campaign_manager, number, django_assert_max_num_queries
):
    for _ in range(number):
        start_assessment(make_entry(), "lia", by=campaign_manager)
    client.force_login(auditor)
    with django_assert_max_num_queries(12):
        client.get(reverse("assessments"))


def test_the_pages_of_one_stay_within_their_queries(writer, dpia, django_assert_max_num_queries):
    with django_assert_max_num_queries(26):
        writer.get(reverse("assessment", args=[dpia.pk]))
    with django_assert_max_num_queries(22):
        writer.get(write_url(dpia))


def test_the_first_page_tells_the_seat_of_an_assessment_that_waits_for_it(
    client, dpia, campaign_manager, privacy_officer, it_lead
):
    submit(dpia, campaign_manager)
    for person, waiting in ((privacy_officer, 1), (it_lead, 0), (campaign_manager, 0)):
        client.force_login(person)
        told = [one for one in client.get(reverse("home")).context["tasks"] if "assessment" in one.said]
        assert [one.count for one in told] == [1] * waiting
        assert all(list(client.get(one.url).context["page"]) == [dpia] for one in told)
