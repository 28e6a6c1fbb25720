"""What entries are found by."""

from policies.overlap import OverlapIndex, signature
from policies.overlap.keys import MOST_KEYS, weight_of
from policies.overlap.matching import MOST_HOLDERS


def use_case(key: str, title: str, description: str = "") -> dict:
    return {"kind": "use_case", "key": key, "title": title, "description": description}


def test_keys_are_few_and_the_rarest_come_first():
    long = " ".join(f"word{number}" for number in range(500))
    keys = signature(use_case("a", "Churn rescue with M365 Copilot", long)).keys
    assert len(keys) <= MOST_KEYS
    assert keys[0] == "p:microsoft|365copilot"
    assert [weight_of(key) for key in keys] == sorted(map(weight_of, keys), reverse=True)


def test_a_short_record_is_found_by_its_name_among_long_ones_that_share_more_words():
    text = "Answers calls of customers about parcels, invoices, contracts, refunds and deliveries."
    crowd = [use_case(f"c{number}", f"Case {number}", text) for number in range(60)]
    asked = signature(use_case("asked", "Parcel rescue", text))
    index = OverlapIndex(map(signature, [*crowd, use_case("short", "Parcel rescue")]))
    assert "short" in [match.key for match in index.matches(asked)]


def test_small_words_find_nobody():
    assert signature(use_case("a", "The use of AI for us")).keys == signature(use_case("a", "us")).keys


def naming(key: str, title: str, product: str) -> dict:
    return use_case(key, title) | {"products_named": [product]}


def test_a_product_that_hundreds_name_brings_up_who_does_the_same_with_it_and_nobody_else():
    job = "Drafting briefings for committees"
    same_job = [naming(f"j{number}", job, f"Writer {number}") for number in range(MOST_HOLDERS + 1)]
    same_product = [
        naming(f"p{number}", f"Task {number}", "M365 Copilot") for number in range(MOST_HOLDERS + 1)
    ]
    twin = naming("twin", job, "Microsoft 365 Copilot")
    index = OverlapIndex(map(signature, [*same_job, *same_product, twin]))
    found = index.matches(signature(naming("asked", job, "Copilot for M365")))
    assert [(match.key, match.reasons[0]) for match in found] == [
        ("twin", "same product: Microsoft 365 Copilot")
    ]
