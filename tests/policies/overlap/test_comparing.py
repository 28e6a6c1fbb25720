"""What two entries beside each other come to, and in which words."""

import pytest

from policies.overlap import Aliases, ProductNames, compare, signature


def match_of(kind, one, other):
    return compare(signature({"kind": kind, "key": "a"} | one), signature({"kind": kind, "key": "b"} | other))


def test_models_that_differ_only_in_number_or_size_are_versions_and_not_duplicates():
    said = {"description": "Answers questions of customers about orders.", "provider": "Acme"}
    for sibling in ("Oriolect Small 3", "Oriolect Large 4"):
        match = match_of("ai_model", said | {"title": "Oriolect Large 3"}, said | {"title": sibling})
        assert match.level == "possible"


def test_models_made_from_one_and_for_two_things_are_two():
    names = [{"title": f"RoBERTa {task}"} for task in ("SWAG", "large")]
    assert match_of("ai_model", *names).level == "none"


def test_two_words_in_common_are_too_few_for_names_that_are_not_much_alike():
    mailing = {"title": "Look-alike audiences from newsletter readers"}
    assert match_of("use_case", mailing, {"title": "Best hour for newsletter readers"}).level == "none"


def test_a_word_that_two_spell_otherwise_is_shown_the_same_to_either():
    one, other = {"title": "Scores churn readers"}, {"title": "Scoring churn reader"}
    there, back = match_of("use_case", one, other), match_of("use_case", other, one)
    assert there.reasons == back.reasons == ("similar names: churn, reader, scores",)


def test_an_abbreviation_is_read_as_what_it_stands_for():
    titles = ("OCR of contracts", "Optical character recognition, contracts")
    match = match_of("use_case", *({"title": title} for title in titles))
    assert match.reasons == ("similar names: optical, character, contracts, recognition",)


def test_lists_in_common_are_told_in_plain_words_and_tip_the_scales():
    texts = [{"title": "Churn rescue offers"}, {"title": "Churn rescue calls"}]
    lists = {
        "use_case_type": "churn_prediction",
        "journey_stages": ["retention"],
        "data_links": [{"data_source": "orders"}],
        "data_subjects": ["customer"],
    }
    without, with_lists = match_of("use_case", *texts), match_of("use_case", *(one | lists for one in texts))
    assert with_lists.score > without.score
    assert with_lists.reasons[:4] == (
        "same kind of job: churn prediction",
        "same stage of the customer journey: retention",
        "same data: orders",
        "about the same people: customer",
    )


def test_a_use_case_named_after_a_product_says_which_one_both_name():
    titles = ("M365 Copilot for lawyers", "Copilot for Microsoft 365")
    match = match_of("use_case", *({"title": title} for title in titles))
    assert match.reasons[0] == "same product: Microsoft 365 Copilot"


def test_a_common_word_is_no_product_unless_the_vendor_is_named():
    for title in ("Claims copilot", "Reader of teams"):
        assert "product" not in signature({"kind": "use_case", "key": "a", "title": title}).facets


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("Microsoft 365 Copilot", "M365 Copilot", "duplicate"),
        ("Microsoft 365 Copilot", "Microsoft Security Copilot", "possible"),
        ("Microsoft 365 Copilot", "GitHub Copilot", "none"),
        ("Microsoft 365 Copilot", "Magnet Copilot", "none"),
        ("Google", "Google Analytics", "none"),
        ("Amazon Connect", "Adobe Connect", "none"),
        ("Booz Allen", "Booz Allen Hamilton", "possible"),
    ],
)
def test_products_are_told_by_their_names(one, other, level):
    assert match_of("tool", {"title": one}, {"title": other}).level == level


def test_a_module_is_not_the_suite_of_the_same_vendor():
    suite, module = ({"title": title, "vendor": "Orbit"} for title in ("Orbit Suite", "Orbit Suite Journeys"))
    assert match_of("tool", suite, module).level == "none"


DRAFTS = "Generating first drafts of documents and briefings using AI"


def test_a_product_that_both_name_beside_their_titles_is_told_with_what_both_do():
    one, other = ({"title": DRAFTS, "products_named": [name]} for name in ("M365 Copilot", "Copilot 365"))
    match = match_of("use_case", one, other)
    assert match.level == "duplicate"
    assert match.reasons[0] == "same product: Microsoft 365 Copilot"


def test_a_product_in_a_title_is_met_by_one_that_is_named_beside_another():
    titled = {"title": "Grammarly", "description": "Improves the quality of written communications."}
    named = {"title": "Improving the quality of written communications", "products_named": ["Grammarly AI"]}
    match = match_of("use_case", titled, named)
    assert match.reasons[0] == "same product: Grammarly"
    assert match.score > match_of("use_case", titled, named | {"products_named": []}).score


@pytest.mark.parametrize(
    ("ours", "theirs", "reason"),
    [
        ("Copilot Chat", "MS Copilot", "products of one family: Microsoft Copilot"),
        ("Gemini", "Google Bard", "same product: Alphabet Gemini"),
        ("Google Maps & Apple Maps", "Apple Maps", "same product: Apple Maps"),
        ("Ask Hamilton", "AskHamilton", "same product: askhamilton"),
    ],
)
def test_products_named_beside_titles_are_told_as_the_table_knows_them_or_as_both_spell_them(
    ours, theirs, reason
):
    one, other = ({"title": DRAFTS, "products_named": [name]} for name in (ours, theirs))
    assert match_of("use_case", one, other).reasons[0] == reason


def test_a_product_that_only_the_own_table_of_an_organisation_knows_is_not_quoted():
    own = Aliases(products=(ProductNames("Tallis", "Undertow", ("Harbour Writer", "Quay Pen")),))
    sides = [
        signature({"kind": "use_case", "key": name, "title": DRAFTS, "products_named": [name]}, own)
        for name in ("Harbour Writer", "Quay Pen")
    ]
    assert compare(*sides).reasons[0] == "same product"


def test_one_suite_serves_many_jobs_so_it_makes_nothing_the_same():
    titles = (
        "Summaries of meeting notes for project leads",
        "Meeting notes of the works council become tasks in project tracking software",
    )
    plain = [{"title": title} for title in titles]
    named = [one | {"products_named": ["Microsoft 365 Copilot"]} for one in plain]
    before, after = match_of("use_case", *plain), match_of("use_case", *named)
    assert before.score < after.score
    assert (before.level, after.level) == ("possible", "possible")
    drafts = {"title": DRAFTS, "products_named": ["Microsoft 365 Copilot"]}
    assert match_of("use_case", drafts, named[0]).level == "none"
