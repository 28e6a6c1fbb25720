"""The report for programs."""

import json

from policies.reporters.report_json import to_json


def test_it_holds_every_report_with_the_lines_of_its_fields(run):
    document = json.loads(to_json(run))
    assert [entry["key"] for entry in document["entries"]] == [one.report.key for one in run.checked]
    places = [
        place for entry in document["entries"] for one in entry["findings"] for place in one["pointers"]
    ]
    assert places
    assert all(place["line"] > 0 and place["column"] > 0 for place in places)


def test_it_names_the_release_that_made_it_as_a_whole_and_in_each_report(run):
    document = json.loads(to_json(run))
    assert document["engine"] == run.engine.to_json()
    assert {json.dumps(entry["engine"]) for entry in document["entries"]} == {json.dumps(document["engine"])}


def test_it_counts_verdicts_and_names_what_could_not_be_read(run):
    document = json.loads(to_json(run))
    assert document["verdicts"] == {"fail": 1, "gap": 1, "conditional": 0, "pass": 3}
    assert [problem["source"].rpartition("/")[2] for problem in document["problems"]] == ["broken.yaml"]
    assert document["problems"][0]["line"] > 0


def test_writing_it_changes_nothing(run):
    assert to_json(run) == to_json(run)
