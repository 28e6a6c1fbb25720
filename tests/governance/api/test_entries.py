"""Reading entries, their findings and revisions."""

from datetime import timedelta

import pytest

from governance.services.portfolio import check_portfolio
from policies.release import this_release
from registry import clock
from tests.governance.api.conftest import Program, pages
from tests.personas import change_entry, make_entry, make_submission


@pytest.fixture
def reader(auditor):
    return Program(auditor)


def keys(answer) -> list[str]:
    return [row["key"] for row in answer.json()["results"]]


def test_an_entry_comes_with_its_manifest_and_the_digest_as_etag(reader):
    entry = make_entry("tool", product="Mailer")
    answer = reader.get(f"entries/tool/{entry.key}/")
    assert answer.json()["manifest"] == entry.document
    assert answer["ETag"] == f'"{entry.manifest_digest}"'
    assert answer.json()["manifest_digest"] == entry.manifest_digest


def test_an_entry_tells_its_current_check(reader, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        entry = make_entry("tool")
    told = reader.get(f"entries/tool/{entry.key}/").json()["check"]
    run = entry.checks.get(is_current=True)
    assert (told["id"], told["verdict"], told["counts"]) == (run.pk, run.verdict, run.counts)
    assert told["report_digest"] == run.report_digest
    assert told["engine"] == this_release().to_json()


def test_a_check_whose_release_was_not_kept_says_so(reader, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        entry = make_entry("tool")
    entry.checks.update(engine_version="", data_digest="")
    assert reader.get(f"entries/tool/{entry.key}/").json()["check"]["engine"] is None


def test_an_entry_that_was_never_checked_or_submitted_says_so(reader):
    entry = make_entry("tool")
    told = reader.get(f"entries/tool/{entry.key}/").json()
    assert told["check"] is None and told["open_submission"] is None
    assert told["approval"]["standing"] == "none"


def test_an_open_submission_is_told(reader):
    submission = make_submission()
    told = reader.get(f"entries/use_case/{submission.entry.key}/").json()["open_submission"]
    assert told["id"] == submission.pk and told["status"] == "in_review"


@pytest.mark.parametrize(
    ("parameters", "found"),
    [
        ("kind=tool", {"tool"}),
        ("team=service", {"case"}),
        ("team=nobody", set()),
        ("lifecycle_stage=pilot", {"case"}),
        ("kind=tool&team=service", set()),
        ("limit=1", {"tool"}),
    ],
)
def test_entries_are_filtered(reader, service_team, parameters, found):
    tool = make_entry("tool")
    case = make_entry(owner_team="service", lifecycle_stage="pilot")
    named = {"tool": tool.key, "case": case.key}
    assert set(keys(reader.get(f"entries/?{parameters}"))) == {named[name] for name in found}


def test_entries_are_filtered_by_verdict(reader, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        entry = make_entry("tool")
    verdict = entry.checks.get(is_current=True).verdict
    others = {"pass", "conditional", "gap", "fail"} - {verdict}
    assert keys(reader.get(f"entries/?verdict={verdict}")) == [entry.key]
    assert [keys(reader.get(f"entries/?verdict={other}")) for other in sorted(others)] == [[], [], []]


def test_entries_are_filtered_by_the_moment_of_their_last_change(reader):
    with clock.at(clock.now() - timedelta(days=2)):
        make_entry("tool")
    fresh = make_entry("tool")
    since = (clock.now() - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert keys(reader.get(f"entries/?updated_since={since}")) == [fresh.key]


def test_pages_show_every_entry_once_though_rows_come_in_between(reader):
    made = [make_entry("tool").key for _ in range(5)]
    first = reader.get("entries/?limit=2").json()
    made.append(make_entry("tool").key)
    rest = pages(reader, first["next"].partition("/api/v1/")[2])
    assert [row["key"] for row in [*first["results"], *rest]] == made


@pytest.mark.parametrize(
    "wrong", ["limit=0", "limit=201", "limit=x", "kind=vendor", "knd=tool", "team=a%00b"]
)
def test_a_parameter_that_means_nothing_is_refused_and_not_ignored(reader, wrong):
    answer = reader.get(f"entries/?{wrong}")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == wrong.partition("=")[0]


def test_a_parameter_that_stands_twice_is_refused(reader):
    assert reader.get("entries/?kind=tool&kind=use_case").json()["errors"][0]["detail"] == "Give it once."


def test_a_near_miss_of_a_parameter_is_helped(reader):
    assert "Did you mean kind?" in reader.get("entries/?knd=tool").json()["errors"][0]["detail"]


def test_findings_of_an_entry_are_those_of_its_current_check(reader, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        entry = make_entry("tool")
        change_entry(entry, description="Sends the newsletter.")
    told = pages(reader, f"entries/tool/{entry.key}/findings/?limit=2")
    kept = entry.checks.get(is_current=True).findings.all()
    assert kept and [one["fingerprint"] for one in told] == [one.fingerprint for one in kept]
    assert told[0]["entry"]["url"] == f"/api/v1/entries/tool/{entry.key}/"


def test_findings_not_known_are_told_apart_from_none(reader):
    entry = make_entry("tool")
    refused = reader.get(f"entries/tool/{entry.key}/findings/")
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:muster:problem:conflict")
    assert "not checked as it stands" in refused.json()["detail"]
    assert reader.get("findings/?kind=tool").json()["not_checked"] == 1
    check_portfolio()
    assert reader.get(f"entries/tool/{entry.key}/findings/").json()["results"]
    make_entry("ai_model")
    assert reader.get("findings/?kind=tool").json()["not_checked"] == 0
    assert reader.get("findings/").json()["not_checked"] == 1
    entry.checks.update(waived_until=clock.today() - timedelta(days=1))
    assert reader.get(f"entries/tool/{entry.key}/findings/").status_code == 409


def test_revisions_are_all_there_and_each_can_be_read(reader, campaign_manager):
    entry = make_entry("tool", by=campaign_manager)
    change_entry(entry, title="Another name", by=campaign_manager)
    place = f"entries/tool/{entry.key}/revisions/"
    listed = pages(reader, place)
    assert [(one["number"], one["author"]) for one in listed] == [(1, "Cara Campaign"), (2, "Cara Campaign")]
    assert reader.get(f"{place}2/").json()["manifest"]["title"] == "Another name"
    assert reader.get(f"{place}1/")["ETag"] == f'"{listed[0]["digest"]}"'
    assert reader.get(f"{place}3/").status_code == 404


def test_the_published_schema_of_each_kind_is_served(reader):
    answer = reader.get("schemas/tool/")
    assert answer.json()["$id"] == "urn:muster:manifest:1:tool"
    assert answer["Content-Type"] == "application/schema+json"
