"""A record is a manifest with what it points at put in place."""

from collections import OrderedDict

from policies.record import Resolver, resolve
from tests.manifests import random_manifests

THINGS = {
    ("data_source", "crm"): {
        "kind": "data_source",
        "key": "crm",
        "title": "CRM",
        "consent_scopes": ["opt-in"],
    },
    ("consent_scope", "opt-in"): {
        "kind": "consent_scope",
        "key": "opt-in",
        "title": "Newsletter",
        "collected_from": "2024-01-31",
        "valid_months": 25,
    },
    ("person", "ann@example.com"): {"email": "ann@example.com", "name": "Ann"},
    ("use_case", "twin"): {"kind": "use_case", "key": "twin", "title": "Twin", "tools": ["mailer"]},
}


def use_case(**facts):
    return {
        "muster": 1,
        "kind": "use_case",
        "key": "churn",
        "title": "Churn",
        "owner_team": "retention",
    } | facts


def record(**facts):
    return resolve(use_case(**facts), lambda kind, key: THINGS.get((kind, key)))


def test_a_linked_source_brings_its_consent_scopes():
    link = record(data_links=[{"data_source": "crm"}])["data_links"][0]
    assert link["data_source"]["consent_scopes"][0]["title"] == "Newsletter"


def test_what_is_not_known_here_stays_as_its_key_with_the_reason():
    tool = record(tools=["mailer"])["tools"][0]
    assert tool["key"] == "mailer"
    assert "nothing is known here" in tool["$unknown"]


def test_people_are_named_by_their_address():
    assert record(business_owner="ann@example.com")["business_owner"]["name"] == "Ann"


def test_something_described_in_place_is_taken_as_it_is():
    link = {"data_source": {"contains_personal_data": True, "consent_scopes": ["opt-in"]}}
    source = record(data_links=[link])["data_links"][0]["data_source"]
    assert source["contains_personal_data"] is True
    assert source["consent_scopes"][0]["expires_on"] == "2026-02-28"


def test_another_use_case_is_named_and_not_opened():
    twin = record(shares_decision_logic_with=["twin"])["shares_decision_logic_with"][0]
    assert twin["tools"] == [{"key": "mailer"}]


def test_use_cases_that_share_logic_with_each_other_end():
    THINGS["use_case", "churn"] = use_case(shares_decision_logic_with=["churn"])
    assert record(shares_decision_logic_with=["churn"])["shares_decision_logic_with"][0]["key"] == "churn"


def test_none_stays_none_and_what_was_not_said_stays_absent():
    said = record(tools=[], models=None)
    assert said["tools"] == []
    assert "models" not in said


def test_a_reason_for_not_knowing_stays_with_the_field():
    assert record(tools={"$unknown": "asked"})["tools"] == {"$unknown": "asked"}


def test_the_order_in_which_a_set_was_written_does_not_matter():
    assert record(channels=["web", "email"]) == record(channels=["email", "web"])


def test_a_record_of_a_record_is_the_same_record():
    first = record(data_links=[{"data_source": "crm", "lawful_basis": "A6-1-a"}], tools=["mailer"])
    again = resolve(first, lambda kind, key: None)
    assert again == first


def test_what_is_shared_is_as_deep_wherever_it_is_named():
    class Forgetful(OrderedDict):
        def __setitem__(self, name, found):
            """Nothing is shared."""

    for seed in range(20):
        manifests = random_manifests(seed, 40, {"team": ["t"], "kpi": ["k"]})
        named = {(said["kind"], said["key"]): said for said in manifests}
        together, alone = (Resolver(lambda *name: named.get(name)) for _ in range(2))  # noqa: B023
        alone._shared = Forgetful()
        assert [together.record(said) for said in manifests] == [alone.record(said) for said in manifests]
