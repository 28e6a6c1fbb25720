"""What a tier asks of whom, and from which day on."""

from datetime import date

import pytest

from policies.law.deciding import decide
from policies.record.fields import vocabulary
from tests.policies.law.writing import AFTER, BEFORE, CLEAN, classified


def test_article_50_adds_its_duties_to_a_high_risk_system():
    found = classified(
        annex_iii_points=["5-b"], art50_triggers=["interacts_with_people"], eu_ai_role="AIProvider"
    )
    assert found.tier == "high_risk_annex_iii"
    assert "say_it_is_ai" in {duty.id for duty in found.duties}


TRIAGE = {"annex_i_product": True, "annex_iii_points": ["5-d"], "uses_profiling": False}


def test_what_is_high_risk_for_two_reasons_has_the_duties_of_both_from_the_earlier_day():
    public = {"eu_ai_role": "AIDeployer", "org": {"is_public_body": True}}
    found = classified(**TRIAGE, **public, includes_employees=True)
    assert (found.tier, found.tiers) == ("high_risk_annex_i", ("high_risk_annex_i", "high_risk_annex_iii"))
    assert (found.annex_iii_points, found.deadline) == (("5-d",), date(2027, 12, 2))
    begins = {duty.id: duty.begins for duty in found.duties}
    assert {begins[name] for name in ("overseer", "fria", "tell_people", "register_use", "explain")} == {
        date(2027, 12, 2)
    }
    assert "It is “High risk by area of use (Annex III)” as well" in found.plain
    assert classified(BEFORE, **TRIAGE).deadline == date(2026, 8, 2)


def test_either_name_is_right_for_what_is_high_risk_for_two_reasons():
    assert classified(**TRIAGE).names == ("high_risk_annex_i", "high_risk_annex_iii")
    assert classified(annex_i_product=True).names == ("high_risk_annex_i",)
    assert classified(annex_iii_points=["5-d"]).names == ("high_risk_annex_iii",)


@pytest.mark.parametrize(
    ("on_market", "deadline"),
    [("2027-12-01", None), ("2027-12-02", "2027-12-02"), ("2028-08-01", "2027-12-02")],
)
def test_of_an_older_system_each_reason_counts_by_its_own_day(on_market, deadline):
    older = {"substantial_modification": False, "org": {"is_public_body": False}}
    found = classified(**TRIAGE, **older, placed_on_market_on=on_market, eu_ai_role="AIDeployer")
    assert found.deadline == (date.fromisoformat(deadline) if deadline else None)
    overseer = next(duty for duty in found.duties if duty.id == "overseer")
    assert (overseer.begins, overseer.after_change) == (found.deadline, deadline is None)


def test_an_exemption_from_annex_iii_is_none_from_annex_i():
    claimed = {"art6_3_conditions": ["a_narrow_procedural"], "eu_ai_role": "AIProvider"}
    found = classified(**TRIAGE, **claimed)
    assert found.tiers == ("high_risk_annex_i", "annex_iii_exempt_6_3")
    assert (found.names, found.deadline) == (("high_risk_annex_i",), date(2027, 12, 2))
    begins = {duty.id: duty.begins for duty in found.duties}
    assert begins["document_exemption"] == begins["register_exemption"] == date(2027, 12, 2)
    assert begins["technical_file"] == date(2028, 8, 2)
    assert "registration" not in begins


def test_an_area_that_nobody_asked_about_may_bring_the_duties_of_annex_i_forward():
    found = classified(**TRIAGE | {"annex_iii_points": None})
    assert (found.tier, found.decided) == ("high_risk_annex_i", True)
    assert [question.pointer for question in found.questions] == ["/annex_iii_points"]
    fact = decide({"kind": "use_case"} | CLEAN | TRIAGE | {"annex_iii_points": None}, AFTER).fact()
    assert (fact["tier"], fact["tiers"]) == ("high_risk_annex_i", ["high_risk_annex_i", None])
    assert "deadline" not in fact


def test_the_database_is_not_for_what_is_high_risk_as_part_of_a_network_alone():
    def registers(*points, role="AIProvider"):
        org = {"is_public_body": True}
        found = classified(annex_iii_points=list(points), eu_ai_role=role, org=org)
        return {"registration", "register_use"} & {duty.id for duty in found.duties}

    assert registers("2") == registers("2", role="AIDeployer") == set()
    assert registers("2", "4-a") == {"registration"}
    assert registers("2", "4-a", role="AIDeployer") == {"register_use"}


@pytest.mark.parametrize(
    ("public", "deadline"), [(True, date(2030, 8, 2)), (False, None), (None, date(2027, 12, 2))]
)
def test_an_older_high_risk_system_is_caught_once_it_changes_or_by_2030_in_public_hands(public, deadline):
    org = {} if public is None else {"is_public_body": public}
    found = classified(
        annex_iii_points=["5-b"],
        placed_on_market_on="2026-01-01",
        substantial_modification=False,
        org=org,
        eu_ai_role="AIDeployer",
    )
    assert (found.tier, found.deadline) == ("high_risk_annex_iii", deadline)
    overseer = next(duty for duty in found.duties if duty.id == "overseer")
    assert overseer.after_change is (public is False)


def test_a_role_that_is_not_said_leaves_open_whose_duty_it_is():
    open_ones = classified(annex_iii_points=["5-b"]).duties
    assert {duty.applies for duty in open_ones} == {"open"}
    ours = classified(annex_iii_points=["5-b"], eu_ai_role="AIDeployer").duties
    assert "fria" in {duty.id for duty in ours if duty.applies == "yes"}
    assert "technical_file" not in {duty.id for duty in ours}


MODEL = {"model_file", "model_papers", "model_copyright", "model_summary"}
SYSTEMIC = {"model_notice", "model_tests", "model_risks", "model_incidents", "model_security"}


def model_duties(as_of=AFTER, **facts):
    found = classified(as_of, **facts)
    return {duty.id: duty for duty in found.duties if duty.id.startswith("model_")}


@pytest.mark.parametrize("role", ["AIProvider", "AIDeployer", None])
def test_who_provides_a_general_purpose_model_has_its_duties_whatever_the_tier_and_the_role(role):
    found = classified(gpai_relation="provides_gpai", eu_ai_role=role)
    assert found.tier == "minimal"
    duties = model_duties(gpai_relation="provides_gpai", eu_ai_role=role)
    assert set(duties) == MODEL
    assert {(duty.applies, duty.begins) for duty in duties.values()} == {("yes", date(2025, 8, 2))}
    assert "AI Act Art 53(1)(d)" in found.articles


def test_a_model_with_systemic_risk_has_more_of_them():
    assert set(model_duties(gpai_relation="provides_gpai_systemic")) == MODEL | SYSTEMIC


@pytest.mark.parametrize("relation", [None, "none", "integrates_gpai", "fine_tunes_gpai"])
def test_who_provides_no_model_has_none_of_them(relation):
    assert not model_duties(gpai_relation=relation)


@pytest.mark.parametrize(
    ("on_market", "begins"), [("2025-08-01", "2027-08-02"), ("2025-08-02", "2025-08-02")]
)
def test_a_model_from_before_the_duties_has_two_more_years(on_market, begins):
    duties = model_duties(gpai_relation="provides_gpai_systemic", placed_on_market_on=on_market)
    assert {duty.begins.isoformat() for duty in duties.values()} == {begins}


@pytest.mark.parametrize(("country", "named"), [("US", True), ("DE", False), ("NO", False), (None, False)])
def test_a_representative_is_named_by_who_has_no_seat_in_the_union(country, named):
    duties = model_duties(gpai_relation="provides_gpai", org={"country": country})
    assert ("model_representative" in duties) is named


@pytest.mark.parametrize(
    ("role", "duty", "article"),
    [
        ("AIImporter", "import", "AI Act Art 23"),
        ("AIDistributor", "distribute", "AI Act Art 24"),
        ("AuthorisedRepresentative", "representative", "AI Act Art 22(3)"),
    ],
)
def test_who_brings_in_or_passes_on_a_high_risk_system_has_duties_of_their_own(role, duty, article):
    (found,) = classified(annex_iii_points=["5-b"], eu_ai_role=role).duties
    assert (found.id, found.article, found.begins) == (duty, article, date(2027, 12, 2))
    (found,) = classified(annex_i_product=True, eu_ai_role=role).duties
    assert (found.id, found.begins) == (duty, date(2028, 8, 2))
    assert not classified(eu_ai_role=role).duties


def test_every_role_has_a_duty_about_a_high_risk_system():
    roles = set(vocabulary("eu_ai_role")) - {"not_in_scope"}
    assert all(classified(annex_iii_points=["5-b"], eu_ai_role=role).duties for role in roles)
