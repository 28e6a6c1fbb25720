"""Consent followed along the ways of data: what it covers, where it ends first, what is missing there."""

import pytest

from tests.policies.lineage.writing import consent_of, link, model, scope, source, use_case

CRM = source("crm", scope())


def broken(fact):
    return fact["covered"], fact.get("broken_at"), fact.get("missing")


def test_a_use_within_its_consent_is_covered_and_takes_away_who_did_not_agree():
    fact = consent_of(use_case(data_links=[link(source("crm", scope(share_of_profiles=40)))]))
    assert fact == {
        "covered": True,
        "size": 1,
        "items": [
            {
                "chain": [
                    {"kind": "data_source", "key": "crm", "title": "crm"},
                    {"kind": "use_case", "key": "use", "title": "use"},
                ],
                "route": "crm → use",
                "covered": True,
            }
        ],
        "share": 40,
        "share_max": 40,
        "sources": [{"key": "crm", "title": "crm", "low": 60, "high": 60}],
    }


@pytest.mark.parametrize(
    ("allows", "asks", "gap"),
    [
        ({"permitted_data_uses": ["analytics"]}, {}, "use"),
        ({"permitted_categories": ["user.behavior"]}, {}, "category"),
        ({"covers_profiling": False}, {"uses_profiling": True}, "profiling"),
        (
            {"covers_automated_decisions": False},
            {"decision_mode": "fully_automated", "decision_effect": "legal", "adm_exception": "none"},
            "automated_decision",
        ),
        (
            {"covers_third_party_sharing": False},
            {"tools": [{"key": "ads", "processes_personal_data": True, "processor_role": "ThirdParty"}]},
            "third_party",
        ),
        (
            {"permitted_channels": ["push"], "is_soft_opt_in": False},
            {"direct_marketing_channels": ["email", "web"]},
            "channel",
        ),
        ({"expires_on": "2026-11-21"}, {}, "expired"),
        ({"permitted_purposes": [{"code": "mail"}]}, {"purposes": [{"code": "ads"}]}, "purpose"),
    ],
)
def test_each_gap_is_named_and_asked_for_only_where_it_matters(allows, asks, gap):
    narrow = source("crm", scope(**allows))
    links = [link(narrow)]
    assert broken(consent_of(use_case(data_links=links, **asks))) == (False, "crm → use", [gap])
    unsaid = source("crm", scope(**dict.fromkeys(allows)))
    doubtful = consent_of(use_case(data_links=[link(unsaid)], **asks))
    expected = True if gap == "purpose" else None  # Who lists no purposes is judged by the uses.
    assert doubtful["items"][0].get("covered") is expected
    other_basis = [link(narrow, lawful_basis="A6-1-b")]
    assert consent_of(use_case(data_links=other_basis, **asks))["covered"] is True


@pytest.mark.parametrize(
    ("allows", "asks"),
    [
        ({"permitted_channels": [], "is_soft_opt_in": True}, {"direct_marketing_channels": ["email"]}),
        ({"permitted_channels": []}, {"direct_marketing_channels": ["web", "print"]}),
        (
            {"covers_automated_decisions": False},
            {"decision_mode": "fully_automated", "decision_effect": "low"},
        ),
        ({"expires_on": "2026-11-22"}, {}),
        ({"permitted_purposes": [{"code": "mail"}]}, {"purposes": [{"code": "ads"}, {"code": "mail"}]}),
        ({"permitted_data_uses": ["marketing.communications"]}, {}),
    ],
)
def test_what_the_law_or_the_consent_allows_is_no_gap(allows, asks):
    links = [link(source("crm", scope(**allows)))]
    assert consent_of(use_case(data_links=links, **asks))["covered"] is True


@pytest.mark.parametrize("said", [{}, {"purposes": []}, {"purposes": {"$unknown": "to be agreed"}}])
def test_a_purpose_that_is_not_said_is_unknown_where_the_consent_names_some(said):
    links = [link(source("crm", scope(permitted_purposes=[{"code": "service"}])))]
    record = {name: value for name, value in use_case(data_links=links).items() if name != "purposes"}
    found = consent_of(record | said)["items"][0]
    assert (found.get("covered"), found["missing"]) == (None, ["purpose"])


def test_no_single_consent_may_be_pieced_together_from_two():
    halves = (scope("a", permitted_data_uses=[]), scope("b", permitted_categories=[]))
    assert consent_of(use_case(data_links=[link(source("crm", *halves))]))["covered"] is False


def test_consent_to_a_newsletter_does_not_reach_the_model_it_teaches():
    newsletter = source("list", scope("newsletter", covers_model_training=False))
    bot = use_case(models=[model("churn", newsletter)])
    fact = consent_of(bot)
    assert broken(fact) == (False, "list → churn", ["training"])
    assert fact["route"] == "list → churn → use"
    assert fact["items"][0]["consent"]["key"] == "newsletter"
    assert (fact["share"], fact["share_max"]) == (0, 0)
    assert broken(consent_of(model("churn", newsletter))) == (False, "list → churn", ["training"])


def test_consent_to_training_does_not_cover_every_use_of_the_model():
    bot = use_case(models=[model("churn", CRM)], data_uses=["sales"])
    assert broken(consent_of(bot)) == (False, "churn → use", ["use"])


def test_the_basis_of_training_is_the_one_that_a_use_case_records():
    newsletter = source("list", scope("newsletter", covers_model_training=False))
    forest = model("churn", newsletter)
    on_interest = link(newsletter, usage="training", lawful_basis="A6-1-f")
    elsewhere = use_case("builders", models=[forest], data_links=[on_interest])
    assert consent_of(use_case(models=[forest]), elsewhere)["covered"] is True
    on_consent = use_case("builders", models=[forest], data_links=[link(newsletter, usage="training")])
    assert consent_of(use_case(models=[forest]), on_consent)["covered"] is False
    own = [on_interest | {"lawful_basis": "A6-1-a"}]
    assert consent_of(use_case(models=[forest], data_links=own), elsewhere)["covered"] is False


def test_what_feeds_a_profile_needs_its_own_consent_whatever_the_link_names():
    profile = source("profile", scope("profiling"))
    shop = source("shop", scope("orders", permitted_data_uses=["essential"]), unified_profile=profile)
    fact = consent_of(use_case(data_links=[link(profile)]), shop)
    assert (fact["route"], broken(fact)) == ("shop → profile → use", (False, "profile → use", ["use"]))
    named = use_case(data_links=[link(profile, consent_scope=scope("profiling"))])
    assert broken(consent_of(named, shop)) == (False, "profile → use", ["use"])
    assert (
        consent_of(named, shop | {"consent_scopes": [scope("orders"), scope("profiling")]})["covered"] is True
    )


def test_naming_a_consent_covers_no_source_that_does_not_stand_on_it():
    narrow, broad = scope("narrow", permitted_data_uses=[]), scope("broad", share_of_profiles=100)
    named = [link(source("crm", narrow), consent_scope=broad)]
    fact = consent_of(use_case(data_links=named))
    assert broken(fact) == (False, "crm → use", ["consent"])
    assert (fact["share"], fact["share_max"]) == (0, 0)
    unsaid = [link(source("crm", consent_scopes=None), consent_scope=broad)]
    assert consent_of(use_case(data_links=unsaid))["covered"]["$unknown"]
    both = source("crm", narrow, broad)
    assert consent_of(use_case(data_links=[link(both, consent_scope=broad)]))["covered"] is True
    assert consent_of(use_case(data_links=[link(both, consent_scope=narrow)]))["covered"] is False


def test_the_profile_that_is_read_is_a_way_of_the_data_on_a_basis_that_nobody_recorded():
    narrow = source("cdp", scope(permitted_data_uses=[]))
    fact = consent_of(use_case(profile=narrow))
    assert (fact["covered"].keys(), fact["route"], fact["missing"]) == (
        {"$unknown"},
        "cdp → use",
        ["category", "use"],
    )
    assert (fact["share"], fact["share_max"]) == (0, 100)
    linked = use_case(profile=narrow, data_links=[link(narrow, lawful_basis="A6-1-b")])
    assert (consent_of(linked)["covered"], consent_of(linked)["size"]) == (True, 1)
    stored = use_case(profile=narrow, data_links=[link(narrow, usage="output_store")])
    assert consent_of(stored)["covered"]["$unknown"]


@pytest.mark.parametrize(
    "record",
    [
        use_case(data_links=None),
        use_case(models=None),
        use_case(models=[{"key": "bought"}]),
        use_case(models=[model("m", source("cases"))]),
        model("m", source("cases")),
        use_case(data_links=[link(CRM, lawful_basis=None)], data_uses=None)
        | {"data_links": [link(source("crm", scope(permitted_data_uses=[])), lawful_basis=None)]},
        use_case(data_links=[link({"key": "lost", "$unknown": "not registered"})]),
        use_case(data_links=[link(source("crm", scope(), consent_scopes=None))]),
    ],
)
def test_what_is_not_said_is_unknown_with_a_reason_and_nobody_is_counted_out_for_certain(record):
    fact = consent_of(record)
    assert fact["covered"]["$unknown"]
    assert (fact["share"], fact["share_max"]) == (0, 100)


@pytest.mark.parametrize(
    "record",
    [
        use_case(),
        use_case(data_links=None, processes_personal_data=False),
        use_case(models=[{"key": "bought", "trained_on_customer_data": False}]),
        use_case(data_links=[link(source("stock", contains_personal_data=False, consent_scopes=None))]),
        use_case(models=[model("m", source("cases", contains_personal_data=False))]),
        use_case(data_links=[link(source("results"), usage="output_store")]),
        use_case(data_links=[link(CRM, lawful_basis=None)]),
    ],
)
def test_where_no_consent_is_needed_or_it_suffices_either_way_all_is_covered(record):
    assert consent_of(record)["covered"] is True


@pytest.mark.parametrize("nonsense", ["x", 3, ["x"], [3, None], {"key": 3}, True])
@pytest.mark.parametrize("field", ["data_links", "models", "tools", "data_uses", "purposes"])
def test_nonsense_is_taken_as_not_said(field, nonsense):
    consent_of(use_case(data_links=[link(CRM)], models=[model("m", CRM)]) | {field: nonsense})
