"""Why a rule applies is told of what the finding is about, and never of an entry that passes."""

import pytest

from tests.policies.writing import check_of, packs_of, report_on, rule_of

TRAINS = {"some": {"in": "data_links", "where": {"usage": "training"}}}
MINIMISED = {"every": {"in": "data_links", "where": {"usage": "training"}, "satisfies": {"minimised": True}}}


def why(record, when=TRAINS, that=MINIMISED):
    (found,) = report_on(packs_of(rule_of(when=when, require=[check_of(that)])), record).findings
    return found.why


def training(*minimised):
    return {"data_links": [{"usage": "training", "minimised": one} for one in minimised]}


def test_only_the_entry_that_fails_is_named():
    said = why(training(True, False, True))
    assert "(row 2 of “Data it uses”)" in said
    assert "(row 1 of “Data it uses”)" not in said
    assert "(row 3 of “Data it uses”)" not in said


def test_the_entry_that_is_not_known_is_named_and_not_its_neighbour():
    said = why(training(True, None))
    assert "(row 2 of “Data it uses”)" in said
    assert "(row 1 of “Data it uses”)" not in said


def test_where_the_reason_lies_in_entries_that_pass_none_of_them_is_named():
    every = {"every": {"in": "data_links", "satisfies": {"minimised": True}}}
    said = why({"data_links": [{"usage": "training", "minimised": True}, {"minimised": False}]}, that=every)
    assert said == "This applies because “What happens with it” in “Data it uses” is “Training a model”."


def test_a_reason_that_lies_outside_the_list_stays():
    said = why({"rag_enabled": True} | training(True, False), when={"rag_enabled": True})
    assert said == "This applies because “Does it look things up in documents?” is answered with “yes”."


@pytest.mark.parametrize(
    ("when", "record", "because"),
    [
        (
            {"retired_on": {"after": "2026-01-01"}},
            {"retired_on": "2026-02-03"},
            "“Retired on” is 3 February 2026",
        ),
        ({"retired_on": {"exists": True}}, {"retired_on": "soon"}, "“Retired on” is “soon”"),
        ({"log_retention_months": {"lt": 6}}, {"log_retention_months": 3}, "“Logs are kept for” is 3 months"),
        ({"eu_ai_tier": {"ne": "minimal"}}, {"eu_ai_tier": "prohibited"}, "“AI Act tier” is “Prohibited”"),
        (
            {"functions": {"intersects": ["it", "legal"]}},
            {"functions": ["sales", "it"]},
            "“Functions it serves” includes “IT”",
        ),
        (
            {"functions": {"superset": ["it"]}},
            {"functions": ["it", "sales"]},
            "“Functions it serves” includes “IT” and “Sales”",
        ),
        ({"tools": {"empty": False}}, {"tools": [{"key": "a"}]}, "“Tools” lists 1 entry"),
        ({"tools": {"empty": True}}, {"tools": []}, "“Tools” is answered with none"),
        (
            {"business_owner": {"exists": True}},
            {"business_owner": {"email": "a@b.eu"}},
            "“Business owner” is answered",
        ),
        ({"eu_ai_tier": {"exists": False}}, {}, "nobody has answered “AI Act tier”"),
        (
            {"eu_ai_tier": {"exists": True, "ne": "minimal"}},
            {"eu_ai_tier": "prohibited"},
            "“AI Act tier” is “Prohibited”",
        ),
    ],
)
def test_a_reason_is_told_by_the_answer_that_was_given(when, record, because):
    said = why({"title": "y"} | record, when=when, that={"title": "x"})
    assert said == f"This applies because {because}."


def test_the_reason_of_the_pack_leads_and_an_unclear_jurisdiction_comes_last():
    rule = rule_of(why="It hurts.", jurisdictions=["EU"], require=[check_of({"title": "x"})])
    (found,) = report_on(packs_of(rule), {"title": "y"}).findings
    assert found.why.startswith("It hurts. This applies to every use case. Muster doesn't know exactly where")


def test_what_is_sensitive_is_told_by_what_was_asked():
    said = why(
        {"title": "y", "contact_email": "a@b.eu"},
        when={"contact_email": {"exists": True}},
        that={"title": "x"},
    )
    assert said == "This applies because “Contact e-mail” is answered."


def test_a_linked_entry_is_named_where_the_rule_looks_into_it_and_nowhere_else():
    source = {"key": "members", "title": "Members", "contains_personal_data": True}
    record = {"title": "y", "data_links": [{"usage": "training", "data_source": source}]}
    row = "row 1 of “Data it uses”"
    inside = {"some": {"in": "data_links", "where": {"data_source.contains_personal_data": True}}}
    assert f"({row}, “Members”) is answered with “yes”" in why(record, when=inside, that={"title": "x"})
    own = {"some": {"in": "data_links", "where": {"usage": "training"}}}
    assert why(record, when=own, that={"title": "x"}) == (
        f"This applies because “What happens with it” ({row}) is “Training a model”."
    )


@pytest.mark.parametrize("odd", [1.5, 7, {"a": 1}, ["x"]])
def test_what_is_no_day_is_told_as_it_is_where_only_its_absence_was_asked_for(odd):
    unsaid, known = check_of({"pilot_started_on": {"exists": False}}), {"passes": [{}], "fails": [{}]}
    packs = packs_of(rule_of(require=[unsaid], examples=known))
    (finding,) = report_on(packs, {"pilot_started_on": odd}).findings
    assert finding.outcome == "fail"
