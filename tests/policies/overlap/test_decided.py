"""What was decided on two entries, and until when it counts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies import FactIndex
from policies.engine.overlaps import NOT_THE_SAME
from policies.facts import EVERYWHERE
from policies.overlap import aliases_of
from policies.overlap.decided import Decided, Ground, by_entry, ground_of, grounds_of, outcomes_of
from policies.record import vocabulary
from tests.policies.test_facts import TODAY, packs

NEAR = packs(near={"kind": "overlap", "of": "tool"})

OURS = {"kind": "tool", "key": "a", "title": "Lumora", "product": "Lumora", "vendor": {"name": "Lumo"}}
THEIRS = OURS | {"key": "b", "title": "Lumora Cloud"}
ALL = tuple(vocabulary("overlap_outcome"))
OTHERS = tuple(outcome for outcome in ALL if outcome != NOT_THE_SAME)


def row(outcome: str, ours=OURS, theirs=THEIRS):
    grounds = {"ground": list(ground_of(ours)), "other_ground": list(ground_of(theirs))}
    return {"kind": "tool", "key": ours["key"], "other": theirs["key"], "outcome": outcome} | grounds


def fact(outcome: str, ours=OURS, theirs=THEIRS, now=None):
    held = {name: {"overlap": said} for name, said in by_entry([row(outcome, ours, theirs)]).items()}
    now = now or ours
    others = [one for one in (ours, theirs) if one["key"] != now["key"]]
    return FactIndex([now, *others], NEAR, TODAY, held).for_record(now)["near"]


@pytest.mark.parametrize("outcome", OTHERS)
@pytest.mark.parametrize("end", [OURS, THEIRS])
def test_a_decision_is_told_from_either_end(outcome, end):
    found = fact(outcome, now=end)
    assert [item["outcome"] for item in found["items"]] == [outcome]
    assert (found["size"], found["undecided"]) == (1, 0)


@pytest.mark.parametrize("end", [OURS, THEIRS])
def test_what_was_told_apart_is_left_out(end):
    assert fact(NOT_THE_SAME, now=end) == {"size": 0, "undecided": 0, "keys": [], "items": []}


@pytest.mark.parametrize("change", [{"title": "Lumora Desk"}, {"capabilities": ["crm"]}, {"product": "L2"}])
def test_a_change_of_what_matters_reopens_a_pair(change):
    decided = Decided("join", ground_of(OURS), ground_of(THEIRS))
    assert not decided.counts(grounds_of(OURS | change), grounds_of(THEIRS))
    assert not decided.counts(grounds_of(OURS), grounds_of(THEIRS | change))


@pytest.mark.parametrize("outcome", ALL)
@pytest.mark.parametrize("change", [{"description": "New words."}, {"title": "LUMORA!"}, {"annual_cost": 1}])
def test_an_edited_description_reopens_nothing(outcome, change):
    decided = Decided(outcome, ground_of(OURS), ground_of(THEIRS))
    assert decided.counts(grounds_of(OURS | change), grounds_of(THEIRS))


@pytest.mark.parametrize("change", [{"title": "Else"}, {"capabilities": ["x"]}, {"tool_category": "crm"}])
def test_what_is_not_the_same_never_nags_again(change):
    decided = Decided(NOT_THE_SAME, ground_of(OURS), ground_of(THEIRS))
    assert decided.counts(grounds_of(OURS | change), grounds_of(THEIRS | change))


@pytest.mark.parametrize("change", [{"product": "Else"}, {"vendor": {"name": "Else"}}])
def test_another_product_or_vendor_has_to_be_told_apart_anew(change):
    decided = Decided(NOT_THE_SAME, ground_of(OURS), ground_of(THEIRS))
    assert not decided.counts(grounds_of(OURS), grounds_of(THEIRS | change))


@pytest.mark.parametrize("outcome", ALL)
@pytest.mark.parametrize(
    "change", [{"vendor": "Lumo Ltd."}, {"vendor": {"name": "LUMO S.p.A."}}, {"product": "Lu-Mora"}]
)
def test_another_spelling_of_a_vendor_or_product_reopens_nothing(outcome, change):
    ours = OURS | {"product": "Lu Mora"}
    decided = Decided(outcome, ground_of(ours), ground_of(THEIRS))
    assert decided.counts(grounds_of(ours | change), grounds_of(THEIRS))
    assert Decided(outcome, ground_of(ours | change), ground_of(THEIRS)).counts(
        grounds_of(ours), grounds_of(THEIRS)
    )


def test_a_tool_without_a_product_is_what_it_is_called_so_another_title_is_told_apart_anew():
    ours = {name: said for name, said in OURS.items() if name != "product"}
    decided = Decided(NOT_THE_SAME, ground_of(ours), ground_of(THEIRS))
    assert decided.counts(grounds_of(ours | {"description": "New words."}), grounds_of(THEIRS))
    assert not decided.counts(grounds_of(ours | {"title": "Lumora Cloud"}), grounds_of(THEIRS))


@pytest.mark.parametrize("outcome", ALL)
def test_a_decision_that_an_earlier_release_wrote_down_goes_on_to_count(outcome):
    names = "5de0da7f0a556f67115d8c3dca4ce48793aebe4b301597fd3cf8632fd699be54"
    ours = Ground(names, "ca4fd06c4776049fb82633fc94df5275ed07f4a6134d5209f9fd77f5acabd99d")
    theirs = Ground(names, "add33560f0fb05099b6a634b60cb7711bf5eaa65f003cef2620504cc87a75904")
    decided = Decided(outcome, ours, theirs)
    assert decided.counts(grounds_of(OURS), grounds_of(THEIRS | {"description": "New words."}))
    assert not decided.counts(grounds_of(OURS), grounds_of(THEIRS | {"product": "Else"}))


def test_a_vendor_is_the_same_by_name_and_as_a_mapping():
    assert ground_of(OURS) == ground_of(OURS | {"vendor": "Lumo"})


def test_a_decision_on_what_is_not_there_any_more_counts_no_more():
    decided = by_entry([row("join")])["tool", "a"]
    assert outcomes_of(OURS, decided, lambda kind, key: None) == {}


def test_what_was_told_apart_hides_no_eleventh():
    many = [OURS | {"key": f"k{number:02}"} for number in range(12)]
    rows = [row(NOT_THE_SAME, OURS, one) for one in many[:2]]
    held = {name: {"overlap": said} for name, said in by_entry(rows).items()}
    found = FactIndex([OURS, *many], NEAR, TODAY, held).for_record(OURS)["near"]
    assert found["keys"] == [one["key"] for one in many[2:]]


def test_names_that_mean_the_same_here_make_one_product():
    other = THEIRS | {"title": "Candle", "product": "Candle", "vendor": {"name": "Wax"}}
    said = [{"of": "product", "vendor": "Lumo", "name": "Lumora", "also": "Wax Candle"}]
    assert not FactIndex([OURS, other], NEAR, TODAY).for_record(OURS)["near"]["items"]
    held = {EVERYWHERE: {"aliases": aliases_of(said)}}
    (item,) = FactIndex([OURS, other], NEAR, TODAY, held).for_record(OURS)["near"]["items"]
    assert (item["key"], item["level"]) == ("b", "duplicate")


_SAID = st.fixed_dictionaries(
    {"kind": st.just("tool"), "key": st.just("x")},
    optional={
        "title": st.text(max_size=20),
        "vendor": st.one_of(st.text(max_size=9), st.fixed_dictionaries({"name": st.text(max_size=9)})),
        "product": st.one_of(st.none(), st.text(max_size=9)),
        "capabilities": st.lists(st.sampled_from(["survey", "crm", "email"]), max_size=3),
        "tool_category": st.sampled_from(["crm", "cdp"]),
    },
)


@given(_SAID, _SAID, st.sampled_from(ALL))
def test_a_decision_counts_as_long_as_both_say_the_same(ours, theirs, outcome):
    decided = Decided(outcome, ground_of(ours), ground_of(theirs))
    assert decided.counts(grounds_of(dict(reversed(ours.items()))), grounds_of(theirs | {"description": "x"}))
