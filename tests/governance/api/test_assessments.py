"""Reading assessments."""

import pytest

from governance.services.assessments import start_assessment
from tests.assessing import approve, submit
from tests.governance.api.conftest import Program, pages
from tests.personas import make_entry


@pytest.fixture
def reader(auditor):
    return Program(auditor)


def test_an_assessment_tells_its_questions_its_answers_and_who_approved_it(
    reader, campaign_manager, privacy_officer
):
    entry = make_entry(description="Picks offers.")
    done = approve(
        submit(start_assessment(entry, "dpia", by=campaign_manager), campaign_manager), privacy_officer
    )
    told = reader.get(f"assessments/{done.pk}/").json()
    assert told["entry"]["key"] == entry.key
    assert told["outline"]["sections"][0]["questions"][0]["id"] == "controller"
    assert "Picks offers." in told["answers"]["processing"]
    assert (told["state"], told["status"], told["approver"]) == ("approved", "approved", "Pia Privacy")
    assert told["content_digest"] == done.answers_digest()
    assert told["coverage"]["required_answered"] == told["coverage"]["required"] == 19


@pytest.mark.parametrize(
    ("parameters", "found"),
    [
        ("", 3),
        ("type=lia", 2),
        ("state=submitted", 0),
        ("team=nobody", 0),
        ("state=in_progress&type=dpia", 1),
    ],
)
def test_assessments_are_filtered(reader, campaign_manager, parameters, found):
    entry = make_entry()
    for thing, type_ in ((entry, "lia"), (entry, "dpia"), (make_entry(), "lia")):
        start_assessment(thing, type_, by=campaign_manager)
    assert len(pages(reader, f"assessments/?{parameters}")) == found


def test_the_list_leaves_the_answers_out(reader, campaign_manager):
    start_assessment(make_entry(), "lia", by=campaign_manager)
    assert "answers" not in pages(reader, "assessments/")[0]
