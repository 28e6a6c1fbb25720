import pytest

from policies.overlap import OverlapIndex, matches, signature


def tool(key: str, title: str, vendor: object = None, **said: object) -> dict:
    return {"kind": "tool", "key": key, "title": title, "vendor": vendor} | said


def use_case(key: str, title: str, description: str = "") -> dict:
    return {"kind": "use_case", "key": key, "title": title, "description": description}


def index_of(*records: dict) -> OverlapIndex:
    return OverlapIndex(map(signature, records))


def find_overlaps(record: dict, records: list[dict]) -> list:
    return matches(signature(record), index_of(*records))


CHURN = "Scores subscribers every night by how likely they are to cancel, so that offers reach them in time."


def test_the_same_product_under_two_names_is_a_duplicate_and_says_why():
    bought_twice = tool("vi", "Voice Insights Enterprise", {"name": "TALLIS-CLOUD Ltd."})
    (match,) = find_overlaps(
        tool("tvi", "Tallis Cloud Voice Insights", {"name": "Tallis Cloud"}), [bought_twice]
    )
    assert (match.key, match.level, match.score) == ("vi", "duplicate", 1.0)
    assert match.reasons[0] == "same product"


def test_a_slip_of_the_pen_in_a_product_name_is_a_duplicate_too():
    (match,) = find_overlaps(
        tool("a", "Convrsa Dialogue", "Convrsa"), [tool("b", "Convrsa Dialouge", "Convrsa")]
    )
    assert match.level == "duplicate"
    assert "differ by a slip" in match.reasons[0]


def test_tools_that_do_the_same_job_overlap_possibly_and_the_shared_capabilities_are_named():
    job = {
        "tool_category": "personalisation_engine",
        "capabilities": ["ab_testing", "next_best_offer", "segments"],
    }
    other = job | {"capabilities": ["ab_testing", "next_best_offer"]}
    (match,) = find_overlaps(
        tool("a", "Kestrel", "Kestrel", **job), [tool("b", "Lumora One", "Lumora", **other)]
    )
    assert match.level == "possible"
    assert match.reasons == ("same kind of job: ab testing, next best offer",)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (tool("a", "Google", "Google"), tool("b", "Google Analytics", "Google")),
        (tool("a", "Orbit Suite", "Orbit"), tool("b", "Orbit Suite Journeys", "Orbit")),
        (
            tool("a", "Plate Reader 1", "Acme", description=CHURN),
            tool("b", "Plate Reader 2", "Acme", description=CHURN),
        ),
        (use_case("a", "License Plate Reader 1"), use_case("b", "License Plate Reader 2")),
        (use_case("a", "Churn rescue", CHURN), tool("b", "Churn rescue", description=CHURN)),
        (tool("a", ""), tool("b", "")),
    ],
)
def test_siblings_modules_and_other_kinds_are_not_taken_for_duplicates(one, other):
    assert [match for match in find_overlaps(one, [other]) if match.level == "duplicate"] == []


def test_a_vendor_name_alone_does_not_match_its_product():
    assert find_overlaps(tool("a", "Google", "Google"), [tool("b", "Google Analytics", "Google")]) == []


def test_use_cases_with_the_same_text_under_another_title_are_found_with_their_shared_words():
    records = [use_case("rescue", "Churn rescue", CHURN), use_case("menu", "Canteen menu", "Plans lunches.")]
    asked = use_case("save", "Churn saver", CHURN.replace("every night", "each week"))
    (match,) = find_overlaps(asked, records)
    assert match.key == "rescue"
    assert match.reasons == (
        "similar names: churn",
        "both speak of: cancel, subscribers, reach, likely, scores, offers",
    )


def test_a_record_is_never_its_own_duplicate_and_a_newer_one_replaces_it():
    index = index_of(use_case("rescue", "Churn rescue", CHURN))
    assert index.matches(signature(use_case("rescue", "Churn rescue", CHURN))) == []
    index.add(signature(use_case("rescue", "Canteen menu", "Plans lunches.")))
    assert not index.holding("use_case", "w:churn")
    assert index.matches(signature(use_case("other", "Churn rescue", CHURN))) == []


def test_what_is_not_said_matches_nothing_and_breaks_nothing():
    unknown = {"$unknown": "asked the vendor"}
    blank = tool(
        "a", "Quiet", unknown, product=unknown, capabilities=unknown, description=None, tool_category=unknown
    )
    assert find_overlaps(blank, [blank | {"key": "b", "title": "Loud"}, {"kind": "tool"}]) == []


def test_the_best_come_first_and_no_more_than_asked_for():
    records = [use_case(f"c{number}", "Churn rescue " + "again " * number, CHURN) for number in range(15)]
    found = index_of(*records).matches(signature(use_case("new", "Churn rescue", CHURN)), limit=5)
    assert [match.key for match in found] == ["c0", "c1", "c2", "c3", "c4"]
