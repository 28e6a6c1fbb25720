"""Facts of the portfolio for a reader who sees a part of it."""

import pytest

from governance.masking import ELSEWHERE, HIDDEN_TITLE, mask_facts
from policies.language.context import FactSpec
from policies.overlap import THRESHOLDS

SEEN = {("tool", "ours")}


def shows(kind: str, key: str) -> bool:
    return (kind, key) in SEEN


def masked(kind: str, fact):
    return mask_facts({"found": fact}, {"found": FactSpec("found", kind, "tool")}, shows)["found"]


def test_peers_are_counted_and_only_those_in_sight_are_named():
    fact = {"size": 2, "keys": ["ours", "theirs"], "size_max": 4, "possible_keys": ["maybe", "ours"]}
    assert masked("peers", fact) == {"size": 2, "keys": ["ours"], "size_max": 4, "possible_keys": ["ours"]}


@pytest.mark.parametrize(("level", "score"), THRESHOLDS["tool"]._asdict().items())
def test_a_match_out_of_sight_is_told_by_its_level_alone(level, score):
    own = {"key": "ours", "title": "Ours", "score": 0.61, "level": "possible", "reasons": ["shared words: a"]}
    own |= {"outcome": ""}
    other = {
        "key": "theirs",
        "title": "Theirs",
        "score": 0.913,
        "level": level,
        "reasons": ["shared words: b"],
        "outcome": "extend",
    }
    found = masked("overlap", {"size": 2, "keys": ["ours", "theirs"], "items": [other, own]})
    hidden = {"title": ELSEWHERE, "level": level, "score": score, "reasons": [], "outcome": "extend"}
    # Among the others it stands by what is shown of it: its place would tell of its score.
    items = [own, hidden] if level == "possible" else [hidden, own]
    assert found == {"size": 2, "keys": ["ours"], "items": items}


def test_a_match_out_of_sight_stands_after_those_in_sight_that_are_as_alike_as_it_may_be():
    seen = {"key": "ours", "title": "Ours", "score": 0.8, "level": "duplicate", "reasons": [], "outcome": ""}
    hidden = seen | {"key": "theirs", "title": "Theirs", "score": 0.99}
    found = masked("overlap", {"size": 2, "keys": ["ours", "theirs"], "items": [hidden, seen]})
    assert [item.get("key") for item in found["items"]] == ["ours", None]


def test_matches_out_of_sight_that_would_be_told_in_the_same_words_are_told_once():
    def item(key, level, outcome):
        said = {"title": key.title(), "score": 0.9, "reasons": []}
        return said | {"key": key, "level": level, "outcome": outcome}

    hidden = [item(f"theirs-{number}", "duplicate", "") for number in range(3)]
    hidden += [item("other", "duplicate", "join"), item("perhaps", "possible", "")]
    fact = {"size": 6, "undecided": 5, "keys": ["ours"], "items": [item("ours", "duplicate", ""), *hidden]}
    found = masked("overlap", fact)
    assert [(one.get("key"), one["level"], one["outcome"]) for one in found["items"]] == [
        ("ours", "duplicate", ""),
        (None, "duplicate", ""),
        (None, "duplicate", "join"),
        (None, "possible", ""),
    ]
    assert (found["size"], found["undecided"]) == (4, 3)


def test_entries_that_link_here_are_named_by_their_own_kind_and_only_in_sight():
    used_by = FactSpec("found", "linked", "ai_model", "tool")
    fact = {"size": 2, "keys": ["ours", "theirs"]}
    assert mask_facts({"found": fact}, {"found": used_by}, shows)["found"] == {"size": 2, "keys": ["ours"]}


def test_what_was_decided_on_the_entry_is_shown_with_the_entry():
    fact = {"items": [{"outcome": "approved"}]}
    assert masked("decisions", fact) == fact


def test_a_group_out_of_sight_has_no_name():
    groups = [
        {"key": "Mailer", "size": 2, "keys": ["ours", "theirs"]},
        {"key": "Secret", "size": 1, "keys": ["theirs"]},
        {"key": None, "size": 0, "keys": [], "size_max": 1, "possible_keys": ["theirs"]},
    ]
    found = masked("groups", groups)
    assert [group["key"] for group in found] == ["Mailer", ELSEWHERE, None]
    assert [group["keys"] for group in found] == [["ours"], [], []]
    assert [group["size"] for group in found] == [2, 1, 0]


def test_what_is_handed_in_stays_as_it_was():
    fact = {"size": 1, "keys": ["theirs"], "items": []}
    masked("overlap", fact)
    assert fact["keys"] == ["theirs"]


def test_a_way_through_an_entry_out_of_sight_keeps_its_length_and_loses_its_names():
    def node(kind, key):
        return {"kind": kind, "key": key, "title": key.title()}

    chain = [node("data_source", "theirs"), node("ai_model", "model"), node("use_case", "mine")]
    way = {
        "chain": chain,
        "covered": False,
        "step": 1,
        "missing": ["use"],
        "consent": node("consent_scope", "c"),
    }
    fact = {
        "covered": False,
        "size": 1,
        "items": [way],
        "sources": [{"key": "theirs", "title": "Theirs", "low": 100, "high": 100}],
        "share": 0,
        "share_max": 0,
    }
    spec = {"found": FactSpec("found", "consent", "use_case")}
    seen = {("ai_model", "model")}
    found = mask_facts({"found": fact}, spec, lambda kind, key: (kind, key) in seen)["found"]
    assert found["route"] == f"{HIDDEN_TITLE} → Model → Mine"
    assert (found["covered"], found["share_max"], found["missing"]) == (False, 0, [])
    assert found["sources"] == [{"key": "", "title": HIDDEN_TITLE}]
    assert "theirs" not in str(found).lower() and "consent_scope" not in str(found)
    seen |= {("data_source", "theirs"), ("consent_scope", "c")}
    whole = mask_facts({"found": fact}, spec, lambda kind, key: (kind, key) in seen)["found"]
    assert (whole["route"], whole["missing"]) == ("Theirs → Model → Mine", ["use"])


def test_a_source_that_nobody_named_is_out_of_nobodys_sight():
    unnamed = {"key": "", "title": "", "dimension": "quality", "state": "missing"}
    fact = {"items": [unnamed | {"score": 0, "score_max": 100}]}
    specs = {"found": FactSpec("found", "readiness", "use_case")}
    masked_fact = mask_facts({"found": fact}, specs, lambda kind, key: bool(key))["found"]
    assert masked_fact["items"] == fact["items"]


def test_a_source_of_consent_that_nobody_named_is_told_as_it_is():
    fact = {"covered": False, "size": 0, "items": [], "sources": [{"key": "", "title": ""}], "share": 0}
    specs = {"found": FactSpec("found", "consent", "use_case")}
    assert (
        mask_facts({"found": fact}, specs, lambda kind, key: bool(key))["found"]["sources"] == fact["sources"]
    )
