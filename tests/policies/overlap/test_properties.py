"""What holds of any records: a score is of the pair alone, and the same however one comes to ask for it."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from policies.overlap import OverlapIndex, Signature, all_pairs, compare, matches, signature
from tests.policies.overlap.records import portfolios, records

ONE = records(st.just("one"))
OTHER = records(st.just("other"))


@settings(deadline=None)
@given(ONE, OTHER)
def test_a_pair_scores_the_same_from_either_side_and_for_the_same_reasons(one, other):
    left, right = signature(one), signature(other)
    there, back = compare(left, right), compare(right, left)
    assert (there.score, there.level, there.reasons, there.signals) == (
        back.score,
        back.level,
        back.reasons,
        back.signals,
    )
    assert (there.key, back.key) == ("other", "one")


@settings(deadline=None)
@given(ONE, OTHER)
def test_what_was_kept_as_json_scores_as_what_was_just_read(one, other):
    left, right = signature(one), signature(other)
    kept = [Signature.from_json(json.loads(json.dumps(side.to_json()))) for side in (left, right)]
    assert kept == [left, right] == [signature(dict(reversed(said.items()))) for said in (one, other)]
    assert compare(*kept) == compare(left, right)


@settings(deadline=None)
@given(ONE, OTHER)
def test_what_is_shown_has_a_reason_and_says_only_what_both_say(one, other):
    left, right = signature(one), signature(other)
    match = compare(left, right)
    assert bool(match.reasons) == (match.level != "none")
    worded = {word for signal in match.signals if signal.name in ("name", "text") for word in signal.words}
    assert all(_says(one, word) and _says(other, word) for word in worded)


def _says(record: dict, word: str) -> bool:
    # "reader" is in "readers": of two spellings the shorter one is shown.
    return word in json.dumps(record).lower()


@settings(deadline=None)
@given(portfolios(), st.randoms(use_true_random=False))
def test_answers_do_not_depend_on_the_order_in_which_entries_came(portfolio, random):
    shuffled = random.sample(portfolio, len(portfolio))
    one, other = (OverlapIndex(map(signature, some)) for some in (portfolio, shuffled))
    assert [one.matches(signature(asked)) for asked in portfolio] == [
        other.matches(signature(asked)) for asked in portfolio
    ]
    assert list(all_pairs(map(signature, portfolio))) == list(all_pairs(map(signature, shuffled)))


@settings(deadline=None)
@given(portfolios(), portfolios())
def test_an_index_that_changed_bit_by_bit_answers_as_one_made_anew(before, after):
    kept = OverlapIndex(map(signature, before))
    now = {(one["kind"], one["key"]): signature(one) for one in after}
    for one in before:
        if (one["kind"], one["key"]) not in now:
            kept.remove(one["kind"], one["key"])
    for changed in now.values():
        kept.add(changed)
    anew = OverlapIndex(now.values())
    assert [kept.matches(asked) for asked in now.values()] == [anew.matches(asked) for asked in now.values()]


@settings(deadline=None)
@given(portfolios())
def test_all_pairs_are_what_each_entry_is_told_of_the_others(portfolio):
    known = [signature(one) for one in portfolio]
    index = OverlapIndex(known)
    told = {
        (one.kind, *sorted((one.key, match.key))): match.score
        for one in known
        for match in matches(one, index, limit=len(known))
    }
    pairs = list(all_pairs(known))
    assert {(match.kind, first, second): match.score for first, second, match in pairs} == told
    assert len(pairs) == len(told)
    assert all(first < second == match.key for first, second, match in pairs)


@settings(deadline=None)
@given(portfolios(), ONE, OTHER)
def test_who_else_is_registered_changes_no_score(strangers, one, other):
    left, right = signature(one), signature(other)
    alone = OverlapIndex([right]).matches(left)
    among = OverlapIndex([right, *map(signature, strangers)]).matches(left)
    assert alone == [match for match in among if match.key == "other"]
