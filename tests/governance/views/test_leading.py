"""Advice leads to the question that it names first."""

import pytest

from governance.views.leading import Target, target_of

NAME = ("use_case", "x")
DECIDED = [Target("Purposes", "/edit/#f-data_links-0-data_uses"), Target("Title", "/edit/#f-title")]


@pytest.mark.parametrize(
    ("advice", "label", "url"),
    [
        ("Say more under “Title”.", "Title", "/edit/#f-title"),
        ("Choose “Purposes” and say why under “Title”.", "Purposes", "/edit/#f-data_links-0-data_uses"),
        ("Say more under “Description” than under “Title”.", "Description", "/edit/#f-description"),
        ("Start one under “Assessments”.", "Assessments", "/entries/use_case/x/#assessments"),
        ("Press “Submit to the council”.", "Submit to the council", "/entries/use_case/x/submit/"),
        ("Mend it.", "Purposes", "/edit/#f-data_links-0-data_uses"),
    ],
)
def test_the_question_quoted_first_is_where_advice_leads_and_without_one_what_decided(advice, label, url):
    assert target_of(advice, DECIDED, NAME, "/edit/") == Target(label, url)


def test_who_may_not_edit_is_led_nowhere_and_who_is_on_the_form_stays_there():
    assert target_of("Say more under “Title”.", DECIDED, NAME, None) is None
    assert target_of("Start one under “Assessments”.", [], NAME, "") is None
    assert target_of("Say more under “Title”.", [], NAME, "") == Target("Title", "#f-title")
