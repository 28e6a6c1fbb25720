import time

import pytest

from policies.overlap import OverlapIndex, find_overlaps


def tool(key: str, title: str, vendor: object = None, **said: object) -> dict:
    return {"kind": "tool", "key": key, "title": title, "vendor": vendor} | said


def use_case(key: str, title: str, description: str = "") -> dict:
    return {"kind": "use_case", "key": key, "title": title, "description": description}


CHURN = "Scores subscribers every night by how likely they are to cancel, so that offers reach them in time."


def test_the_same_product_under_two_names_is_a_duplicate_and_says_why():
    bought_twice = tool("vi", "Voice Insights Enterprise", {"name": "TALLIS-CLOUD Ltd."})
    (match,) = find_overlaps(
        tool("tvi", "Tallis Cloud Voice Insights", {"name": "Tallis Cloud"}), [bought_twice]
    )
    assert (match.key, match.level, match.score) == ("vi", "duplicate", 1.0)
    assert match.reasons[0].startswith(
        'same product after normalising names: "Tallis Cloud Voice Insights" and "Voice'
    )


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
    assert match.reasons == (
        "same category and capabilities: personalisation engine; ab testing, next best offer",
    )


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
    index = OverlapIndex(
        [use_case("rescue", "Churn rescue", CHURN), use_case("menu", "Canteen menu", "Plans lunches.")]
    )
    (match,) = index.matches(use_case("save", "Churn saver", CHURN.replace("every night", "each week")))
    assert match.key == "rescue"
    assert "shared words: " in match.reasons[0] and "cancel" in match.reasons[0]


def test_a_record_is_never_its_own_duplicate_and_a_newer_one_replaces_it():
    index = OverlapIndex([use_case("rescue", "Churn rescue", CHURN)])
    assert index.matches(use_case("rescue", "Churn rescue", CHURN)) == []
    index.add(use_case("rescue", "Canteen menu", "Plans lunches."))
    assert index.matches(use_case("other", "Churn rescue", CHURN)) == []


def test_what_is_only_counted_makes_words_as_rare_as_what_is_compared():
    ours = [use_case(f"c{number}", "Churn rescue " + "again " * number, CHURN) for number in range(4)]
    others = [tool(f"t{number}", f"Tool {number}", description="Sends letters.") for number in range(60)]
    compared, counted = OverlapIndex([*ours, *others]), OverlapIndex(ours)
    for other in others:
        counted.count(other)

    asked = use_case("new", "Churn rescue", CHURN)
    assert counted.matches(asked) == compared.matches(asked) != OverlapIndex(ours).matches(asked)


def test_what_is_not_said_matches_nothing_and_breaks_nothing():
    unknown = {"$unknown": "asked the vendor"}
    blank = tool(
        "a", "Quiet", unknown, product=unknown, capabilities=unknown, description=None, tool_category=unknown
    )
    assert find_overlaps(blank, [blank | {"key": "b", "title": "Loud"}, {"kind": "tool"}]) == []


def test_the_best_come_first_and_no_more_than_asked_for():
    records = [use_case(f"c{number}", "Churn rescue " + "again " * number, CHURN) for number in range(15)]
    matches = OverlapIndex(records).matches(use_case("new", "Churn rescue", CHURN), limit=5)
    assert [match.key for match in matches] == ["c0", "c1", "c2", "c3", "c4"]


def test_thousands_of_entries_are_compared_all_with_all_in_reasonable_time():
    # Thirty of about 3,000 words each (multiplicative hashing spreads them), which only its twin repeats.
    texts = [
        " ".join(f"w{(30 * n + step) * 2654435761 % 2**32 % 3001}" for step in range(30)) for n in range(1000)
    ]
    twins = [use_case(f"{side}{n}", texts[n][:20], texts[n]) for n in range(1000) for side in "ab"]
    index, started = OverlapIndex(twins), time.process_time()
    assert all(index.matches(twin)[0].key[1:] == twin["key"][1:] for twin in twins)
    assert time.process_time() - started < 20
