"""The vocabularies that packs and forms choose from hold together."""

from importlib.resources import files

import pytest

from policies.cli.portfolio import purposes
from policies.record.derive import SPECIAL_CATEGORIES
from policies.record.fields import fields_of, term_label, vocabulary
from policies.yamlio import load_yaml


@pytest.mark.parametrize("name", ["data_category", "data_use"])
def test_every_dotted_term_lies_under_a_term_of_its_own(name):
    terms = set(vocabulary(name))
    assert {term.rpartition(".")[0] for term in terms if "." in term} <= terms


def test_norway_is_a_country_and_not_a_no():
    assert "NO" in vocabulary("country")
    assert term_label("country", "NO") == "Norway"


def test_there_is_every_country_of_iso_3166():
    assert len(vocabulary("country")) == 249
    assert all(len(code) == 2 and code.isupper() for code in vocabulary("country"))


def test_training_a_model_is_a_use_of_data_of_its_own():
    assert "train_ai_system" in vocabulary("data_use")


def test_the_taxonomy_names_what_article_9_names_and_its_source_lacks():
    assert {"user.demographic.sex_life", "user.demographic.trade_union_membership"} <= set(
        vocabulary("data_category")
    )


def test_the_packs_and_the_derived_fact_agree_on_what_is_sensitive():
    packs = [load_yaml(path.read_bytes()).value for path in files("policies").joinpath("packs").iterdir()]
    lists = [
        pack["lists"]["special_categories"]["values"]
        for pack in packs
        if "special_categories" in pack.get("lists", {})
    ]
    assert len(lists) == 2
    assert all(set(values) == set(SPECIAL_CATEGORIES) for values in lists)


@pytest.mark.parametrize("code", purposes())
def test_a_purpose_says_everything_in_known_words(code):
    purpose = purposes()[code]
    assert set(purpose) == set(fields_of("purpose"))
    assert purpose["data_use"] in vocabulary("data_use")
    assert set(purpose["tcf_purposes"]) <= set(vocabulary("tcf_purpose"))
    assert set(purpose["requires_consent_in"]) <= set(vocabulary("jurisdiction"))
    assert purpose["dpv_purpose"].startswith("https://w3id.org/dpv#")


def test_there_is_a_purpose_for_each_way_to_reach_and_to_learn_from_people():
    assert {"email_marketing", "personalised_advertising", "model_training", "customer_care"} <= set(
        purposes()
    )
    assert len(purposes()) == 15
