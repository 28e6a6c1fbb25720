"""Use cases before the AI Act, for tests."""

from datetime import date

from policies.law.classify import classify

BEFORE, AFTER = date(2026, 1, 10), date(2026, 11, 26)
CLEAN = {
    "ai_technique": "classical_ml",
    "art5_practices": [],
    "annex_i_product": False,
    "annex_iii_points": [],
    "art50_triggers": [],
}


def classified(as_of=AFTER, **facts):
    return classify({"kind": "use_case", "key": "x"} | CLEAN | facts, as_of)
