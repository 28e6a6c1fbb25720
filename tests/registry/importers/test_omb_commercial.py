from registry.importers.base import Parsed
from registry.importers.parsing import parse
from tests.registry.importers.registers import HEADER_COMMERCIAL, facts, only, sheet

_AGENCY, _TASK = "Harbour Office", "Drafting notices to mariners using AI."


def _parse(used: str, product: str = "", licences: str = "") -> Parsed:
    return parse(sheet(HEADER_COMMERCIAL, [_AGENCY, _TASK, used, product, licences], encoding="utf-8-sig"))


def test_a_yes_with_products_is_a_use_case_that_names_them() -> None:
    candidate = only(_parse("Y", "Tidewriter, Quayside; Gull", "1-100"))
    assert candidate.document["title"] == _TASK
    assert facts(candidate) == {"products_named": ["Tidewriter", "Quayside", "Gull"]}


def test_a_yes_without_a_product_is_a_use_case_that_leaves_it_open() -> None:
    assert facts(only(_parse("Y"))) == {}
    assert facts(only(_parse("Y", "Various"))) == {"products_named": {"$unknown": "source says: Various"}}


def test_a_plain_no_is_skipped_because_it_was_said() -> None:
    (skip,) = _parse("N").skips
    assert skip.reason == "the agency says it does not do this"


def test_a_blank_is_skipped_because_nothing_was_said() -> None:
    (skip,) = _parse("").skips
    assert skip.reason == "nothing said about whether the agency does this"


def test_a_no_beside_a_product_is_kept_with_the_contradiction() -> None:
    assert facts(only(_parse("N", "Tidewriter"))) == {
        "products_named": ["Tidewriter"],
        "lifecycle_stage": {"$unknown": "source says: in use: N, and names a product"},
    }


def test_a_product_or_licences_without_an_answer_say_something() -> None:
    assert facts(only(_parse("", "Tidewriter"))) == {"products_named": ["Tidewriter"]}
    assert facts(only(_parse("", "", "1-100"))) == {}
