"""Use cases before the AI Act, for tests."""

from datetime import date

from policies.law.classify import classify

BEFORE, AFTER = date(2026, 1, 10), date(2026, 11, 26)
CLEAN = {
    "use_case_type": "other",
    "ai_technique": "classical_ml",
    "models": [],
    "gpai_relation": "none",
    "significant_decision_domains": [],
    "emotions_read_of": [],
    "art5_practices": [],
    "annex_i_product": False,
    "annex_iii_points": [],
    "art50_triggers": [],
}


def classified(as_of=AFTER, **facts):
    return classify({"kind": "use_case", "key": "x"} | CLEAN | facts, as_of)
