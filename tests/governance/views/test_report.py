"""The compliance report and the portfolio."""

import csv
import io
import json

import pytest
from django.urls import reverse
from jsonschema import Draft202012Validator, FormatChecker

from governance.api.reading import approval_of
from governance.reports.decisions import COLUMNS
from governance.reports.export import safe_cell
from governance.services.portfolio import check_portfolio
from governance.services.submissions import start_review, submit_entry, withdraw
from governance.services.urgent import approve_urgently
from governance.services.voting import cast_vote
from policies.canonical import digest
from policies.export.decisions import ROW, decisions_schema
from registry.models import AuditEvent
from registry.services.comparing import compare_everything
from tests.conftest import ROOT
from tests.personas import change_entry, make_entry, make_submission

pytestmark = pytest.mark.django_db
GOOD = "Calls customers who are about to leave."


def rows_of(client) -> list[dict[str, str]]:
    response = client.post(reverse("report_csv"))
    assert response["Content-Type"].startswith("text/csv")
    text = b"".join(response.streaming_content).decode()
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def decided(privacy_officer):
    submission = make_submission(make_entry(title="Churn rescue", description=GOOD))
    return cast_vote(
        submission, "approved", by=privacy_officer, reason="Sound.", seen_digest=submission.review_digest
    )


def test_the_file_says_what_was_decided_by_which_seat_why_and_on_what(browse, auditor, decided):
    check_portfolio()
    (row,) = rows_of(browse(auditor))
    assert list(row) == [*COLUMNS, "report_date", "packs_digest", "ledger_digest"]
    last = AuditEvent.objects.filter(subject=decided.subject).order_by("sequence").last()
    assert (row["approval"], row["verdict"], row["decided_by_seat"]) == ("Approved", "Passes", "Privacy")
    assert (row["reason"], row["valid_until"]) == ("Sound.", decided.valid_until.isoformat())
    assert row["review_digest"] == decided.review_digest
    assert row["submission_ledger_digest"] == last.digest


def document_of(client) -> dict:
    return json.loads(client.post(reverse("report_json")).content)


def test_the_file_for_programs_is_as_its_schema_says_and_holds_what_the_other_one_does(
    browse, auditor, decided
):
    make_entry(title="=Not decided", description="AI")
    check_portfolio()
    made = document_of(browse(auditor))
    schema = json.loads((ROOT / "policies/schemas/decisions.schema.json").read_text())
    Draft202012Validator(schema, format_checker=FormatChecker()).validate(made)
    for row, line in zip(made["decisions"], rows_of(browse(auditor)), strict=True):
        assert row == {name: line[name].removeprefix("'") for name in COLUMNS}
    assert made["digest"] == digest(made["decisions"])
    assert AuditEvent.objects.filter(action="report.exported").first().body["digest"] == made["digest"]
    assert tuple(ROW) == COLUMNS


@pytest.mark.parametrize("change", [{"muster": "decisions/2"}, {"digest": ""}, {"decisions": [{}]}])
def test_the_schema_of_that_file_refuses_what_it_is_not(browse, auditor, decided, change):
    made = document_of(browse(auditor)) | change
    assert not Draft202012Validator(decisions_schema()).is_valid(made)


def test_an_urgent_approval_is_marked_in_every_form_of_the_report(browse, auditor, privacy_officer, it_lead):
    submission = make_submission(make_entry(title="Churn rescue", description=GOOD))
    for person in (privacy_officer, it_lead):
        seen = submission.review_digest
        approve_urgently(submission, by=person, reason="The line is down.", seen_digest=seen)
    client = browse(auditor)
    shown = client.get(reverse("report")).content.decode()
    assert 'class="badge badge--bad"' in shown and "Urgent: without all seats" in shown
    assert rows_of(client)[0]["is_urgent"] == document_of(client)["decisions"][0]["is_urgent"] == "yes"


def test_a_finding_that_blocks_is_named_and_so_is_what_can_not_be_told(browse, auditor):
    make_entry(title="A", description="AI")
    make_entry(title="B")
    check_portfolio()
    rows = {row["title"]: row for row in rows_of(browse(auditor))}
    assert (rows["A"]["blocking_findings"], rows["A"]["open_questions"]) == ("TST-001", "")
    assert (rows["B"]["blocking_findings"], rows["B"]["open_questions"]) == ("", "TST-001")


def test_findings_that_are_not_known_are_not_left_blank(browse, auditor):
    entry = make_entry(title="A", description="AI")
    check_portfolio()
    change_entry(entry, description="Other AI")
    (row,) = rows_of(browse(auditor))
    assert {row[name] for name in ("blocking_findings", "open_questions", "waived")} == {"Not known"}
    assert "Findings not known" in browse(auditor).get(reverse("report")).text
    assert "1 entry is not checked as it stands" in browse(auditor).get(reverse("portfolio")).text
    assert "1 entry is not checked" in browse(auditor).get(f"{reverse('entries')}?rule=TST-001").text


@pytest.mark.parametrize(
    ("person", "seen"),
    [("auditor", {"Ours", "Theirs"}), ("campaign_manager", {"Ours"}), ("leader", set()), ("stranger", set())],
)
def test_the_report_covers_everything_for_auditors_and_their_own_for_others(browse, request, person, seen):
    make_entry(title="Ours")
    make_entry(title="Theirs", owner_team="service")
    client = browse(request.getfixturevalue(person))
    assert {row["title"] for row in rows_of(client)} == seen
    page = client.get(reverse("report")).content.decode()
    assert {title for title in ("Ours", "Theirs") if title in page} == seen


def test_that_a_report_was_taken_is_part_of_the_record(browse, auditor, decided):
    client = browse(auditor)
    client.get(reverse("report"))
    assert not AuditEvent.objects.filter(action="report.exported").exists()
    rows_of(client)
    event = AuditEvent.objects.get(action="report.exported")
    assert event.actor == str(auditor.uid)
    assert (event.body["rows"], event.body["whole"]) == (1, True)


@pytest.mark.parametrize("name", ["report_csv", "report_json"])
def test_reading_the_report_never_takes_it(browse, auditor, name):
    assert browse(auditor).get(reverse(name)).status_code == 405


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"])
def test_a_spreadsheet_shows_what_looks_like_a_formula_and_never_runs_it(start):
    assert safe_cell(start) == f"'{start}"
    assert safe_cell("plain = text") == "plain = text"


def test_a_title_that_is_a_formula_is_defused_in_the_file(browse, auditor):
    make_entry(title='=HYPERLINK("https://evil.example")')
    (row,) = rows_of(browse(auditor))
    assert row["title"].startswith("'=")


def test_every_number_on_the_portfolio_counts_the_list_it_leads_to(browse, leader, decided):
    make_entry("tool", title="Mailer", description="AI")
    make_entry("tool", title="Unsaid", lifecycle_stage="pilot")
    make_entry(title="Pilot", lifecycle_stage="pilot", pilot_started_on="2020-01-01", owner_team="service")
    check_portfolio()
    make_entry("ai_model", title="Unchecked")
    client = browse(leader)
    context = client.get(reverse("portfolio")).context
    counted = [(part.count, part.url) for bar in context["bars"] for part in bar.parts]
    counted += [(one.count, one.url) for one in [*context["stages"], *context["approvals"]]]
    counted += [(row["failing"], row["failing_url"]) for row in context["worst"]]
    counted += [(row["unknown"], row["unknown_url"]) for row in context["worst"]]
    assert sum(count for count, _ in counted) > 10
    for count, url in counted:
        assert client.get(url).context["page"].paginator.count == count, url


def test_the_portfolio_counts_only_what_the_reader_may_see(browse, campaign_manager, leader):
    make_entry(title="Ours")
    make_entry(title="Theirs", owner_team="service")
    assert browse(campaign_manager).get(reverse("portfolio")).context["total"] == 1
    assert browse(leader).get(reverse("portfolio")).context["total"] == 2


def test_look_alikes_are_shown_only_where_both_may_be_seen(browse, campaign_manager, leader):
    same = {"vendor": "Tallis", "product": "Voice Insights"}
    make_entry("tool", title="Tallis Voice Insights", **same)
    make_entry("tool", title="Voice Insights Enterprise", owner_team="service", **same)
    compare_everything()
    assert not browse(campaign_manager).get(reverse("portfolio")).context["pairs"]
    (pair,) = browse(leader).get(reverse("portfolio")).context["pairs"]
    assert {pair.left.title, pair.right.title} == {"Tallis Voice Insights", "Voice Insights Enterprise"}
    assert pair.reasons


def test_an_empty_portfolio_says_so(browse, leader):
    assert "Nothing is registered yet" in browse(leader).get(reverse("portfolio")).content.decode()


def test_a_decision_stands_in_the_report_while_the_next_is_under_way(browse, auditor, decided):
    submit_entry(decided.entry, by=decided.submitted_by)
    (row,) = rows_of(browse(auditor))
    assert (row["approval"], row["decided_by_seat"], row["reason"]) == ("Approved", "Privacy", "Sound.")
    assert row["under_way"] == "Being checked"
    assert approval_of(_newest_first(decided.entry)).standing == "approved"


@pytest.mark.parametrize(("withdrawn", "under_way"), [(False, "Changes requested"), (True, "")])
def test_an_approval_keeps_its_own_reason_when_a_later_round_is_sent_back(
    browse, auditor, decided, privacy_officer, withdrawn, under_way
):
    again = start_review(submit_entry(decided.entry, by=decided.submitted_by).pk)
    seen = again.review_digest
    cast_vote(again, "changes_requested", by=privacy_officer, reason="More.", seen_digest=seen)
    if withdrawn:
        withdraw(again, by=decided.submitted_by)
    (row,) = rows_of(browse(auditor))
    assert (row["approval"], row["reason"]) == ("Approved", "Sound.")
    assert row["valid_until"] == decided.valid_until.isoformat()
    assert row["under_way"] == under_way
    assert approval_of(_newest_first(decided.entry)).standing == "approved"


def test_the_digest_that_was_decided_on_stands_beside_the_one_of_today(browse, auditor, decided):
    change_entry(decided.entry, title="Churn rescue, again")
    (row,) = rows_of(browse(auditor))
    assert row["approval"] == "Approved"
    assert row["decided_manifest_digest"] == decided.manifest_digest
    assert row["manifest_digest"] not in {"", decided.manifest_digest}


def test_what_is_withdrawn_leaves_the_approval_as_it_was(browse, auditor, decided):
    withdraw(submit_entry(decided.entry, by=decided.submitted_by), by=decided.submitted_by)
    (row,) = rows_of(browse(auditor))
    assert row["approval"] == "Approved"
    assert approval_of(_newest_first(decided.entry)).standing == "approved"


def test_a_rejection_ends_an_earlier_approval_of_the_same_words(browse, auditor, decided, privacy_officer):
    again = start_review(submit_entry(decided.entry, by=decided.submitted_by).pk)
    seen = again.review_digest
    cast_vote(again, "rejected", by=privacy_officer, reason="No longer.", seen_digest=seen)
    (row,) = rows_of(browse(auditor))
    assert row["approval"] == "Rejected"
    assert approval_of(_newest_first(decided.entry)).standing == "rejected"


def test_a_check_of_an_older_revision_says_nothing_of_the_one_that_stands(browse, auditor):
    entry = make_entry(title="A", description=GOOD)
    check_portfolio()
    change_entry(entry, description="Something else altogether.")
    (row,) = rows_of(browse(auditor))
    assert row["verdict"] == "Not checked yet"


def _newest_first(entry):
    return entry.submissions.order_by("-pk")
