"""The share of lawful profiles against a headcount of generated people, from whole records."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.policies.lineage.writing import consent_of, link, model, scope, source, use_case

KEYS = ("news", "profile", "ads")
PEOPLE = st.lists(st.frozensets(st.sampled_from(KEYS)), min_size=1, max_size=10)
# Which consents allow which of two things, and which of these each source is used for.
ALLOWS = st.fixed_dictionaries({key: st.tuples(st.booleans(), st.booleans()) for key in KEYS})
STANDS_ON = st.frozensets(st.sampled_from(KEYS), min_size=1)
SOURCES = st.lists(st.tuples(STANDS_ON, st.sampled_from(["mail", "train"])), min_size=1, max_size=3)


def consents(allows, shares):
    return {
        key: scope(
            key,
            permitted_data_uses=["marketing"] if mails else [],
            covers_model_training=trains,
            share_of_profiles=shares.get(key),
        )
        for key, (mails, trains) in allows.items()
    }


def suffices(allows, key, purpose):
    mails, trains = allows[key]
    return mails and trains if purpose == "train" else mails


def standing_on(sources, consents, mixes):
    links, models = [], []
    for number, (keys, purpose) in enumerate(sources):
        one = source(f"s{number}", *(consents[key] for key in sorted(keys)), consent_mix=mixes[number])
        if purpose == "mail":
            links.append(link(one))
        else:
            models.append(model(f"m{number}", one))
    return use_case(data_links=links, models=models)


def lawful(people, sources, allows):
    """A person counts where of each source one of the consents they gave is enough."""
    return [
        all(any(suffices(allows, key, purpose) for key in keys & person) for keys, purpose in sources)
        for person in people
    ]


def percent(part, people):
    return Fraction(100 * sum(part), len(people))


def mix_of(people, keys):
    rows = [person & keys for person in people]
    return [
        {"scopes": sorted(given), "share": float(percent([row == given for row in rows], people))}
        for given in sorted(set(rows), key=sorted)
    ]


@settings(max_examples=100)
@given(st.lists(st.frozensets(st.sampled_from(KEYS)), min_size=8, max_size=8), ALLOWS, SOURCES)
def test_with_joint_shares_the_answer_is_the_headcount(people, allows, sources):
    sources = [(frozenset(KEYS), purpose) for _, purpose in sources]
    mixes = [mix_of(people, frozenset(KEYS))] * len(sources)
    fact = consent_of(standing_on(sources, consents(allows, {}), mixes))
    counted = round(float(percent(lawful(people, sources, allows), people)), 1)
    assert fact["share"] == fact["share_max"] == counted
    for number, one in enumerate(sources):
        gone = round(100 - float(percent(lawful(people, [one], allows), people)), 1)
        taken = next(row for row in fact["sources"] if row["key"] == f"s{number}")
        assert taken["low"] == taken["high"] == gone


@settings(max_examples=150)
@given(PEOPLE, ALLOWS, SOURCES, st.frozensets(st.sampled_from(KEYS)), st.lists(st.booleans(), min_size=3))
def test_bounds_always_hold_the_headcount(people, allows, sources, known, heard):
    shares = {key: float(percent([key in person for person in people], people)) for key in known}
    mixes = [
        mix_of(people, keys)[:-1] if told else None for (keys, _), told in zip(sources, heard, strict=False)
    ]
    fact = consent_of(standing_on(sources, consents(allows, shares), mixes))
    counted = float(percent(lawful(people, sources, allows), people))
    assert fact["share"] - 0.1 <= counted <= fact["share_max"] + 0.1
