"""``GET /entries/use_case/{key}/ai-act/``: the tier with its reasons, by the law of a day."""

from policies import classify
from registry import clock
from tests.personas import make_entry

CREDIT = {
    "ai_technique": "classical_ml",
    "art5_practices": [],
    "annex_i_product": False,
    "annex_iii_points": ["5-b"],
    "art50_triggers": [],
    "eu_ai_role": "AIDeployer",
}


def test_the_answer_is_the_engines_own(member):
    entry = make_entry(**CREDIT)
    answer = member.get(f"entries/use_case/{entry.key}/ai-act/")
    found = classify({"org": {}} | entry.document, clock.today()).to_json()
    said = answer.json()
    assert said["tier"] == "high_risk_annex_iii"
    for step in found["steps"]:
        for reason in step["reasons"]:
            for place in reason["places"]:
                del place["expected"]
    assert said == found


def test_the_law_of_another_day_answers_otherwise(member):
    entry = make_entry(**CREDIT)
    place = f"entries/use_case/{entry.key}/ai-act/"
    days = [member.get(f"{place}?as_of={day}").json()["deadline"] for day in ("2026-01-10", "2026-11-26")]
    assert days == ["2026-08-02", "2027-12-02"]


def test_a_day_that_is_none_is_a_problem_of_that_parameter(member):
    entry = make_entry(**CREDIT)
    answer = member.get(f"entries/use_case/{entry.key}/ai-act/?as_of=soon")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == "as_of"


def test_other_kinds_have_no_tier(member):
    entry = make_entry("tool")
    assert member.get(f"entries/tool/{entry.key}/ai-act/").status_code == 404
