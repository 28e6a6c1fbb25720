"""Why a rule applies is told of what the finding is about, and never of an entry that passes."""

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
    assert "(Data it uses 2)" in said
    assert "(Data it uses 1)" not in said
    assert "(Data it uses 3)" not in said


def test_the_entry_that_is_not_known_is_named_and_not_its_neighbour():
    said = why(training(True, None))
    assert "(Data it uses 2)" in said
    assert "(Data it uses 1)" not in said


def test_where_the_reason_lies_in_entries_that_pass_none_of_them_is_named():
    every = {"every": {"in": "data_links", "satisfies": {"minimised": True}}}
    said = why({"data_links": [{"usage": "training", "minimised": True}, {"minimised": False}]}, that=every)
    assert said.startswith(
        "This applies because “What happens with it” is Training a model somewhere in Data"
    )
    assert "(Data it uses" not in said


def test_a_reason_that_lies_outside_the_list_stays():
    said = why({"rag_enabled": True} | training(True, False), when={"rag_enabled": True})
    assert said.startswith("This applies because “")
    assert "is yes" in said
