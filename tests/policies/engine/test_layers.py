"""What is laid over a portfolio: the facts are those of one portfolio in which it stands."""

from datetime import date

import pytest

from policies import FactIndex, load_packs
from policies.engine.layers import Beneath
from policies.facts import StreamedFacts
from policies.record import resolve
from tests.manifests import random_manifests

TODAY = date(2026, 11, 22)


def name_of(record):
    return record["kind"], record["key"]


def resolved(manifests):
    return {
        name: resolve(said, lambda kind, key: manifests.get((kind, key))) for name, said in manifests.items()
    }


def found_by(index, records):
    return [index.for_record(one) for _, one in sorted(records.items())]


@pytest.mark.parametrize("seed", range(6))
def test_what_is_laid_over_a_portfolio_counts_in_its_place(seed):
    """A portfolio, what has changed of it since, and over both what somebody asks about."""
    shipped, known = load_packs(), {"team": ["t"], "kpi": ["k"]}
    drafts = [{name_of(one): one for one in random_manifests(seed + more, 40, known)} for more in (0, 9, 99)]
    names = sorted(drafts[0])
    first = {name: drafts[0][name] for name in names[::2]}
    changed, asked = ({name: drafts[n][name] for name in names[:: 3 + 2 * n]} for n in (1, 2))
    before, after, now = (resolved(one) for one in (first, first | changed, first | changed | asked))

    bottom = StreamedFacts(
        lambda kinds: (before[name] for name in sorted(before) if name[0] in kinds),
        shipped,
        TODAY,
        None,
        lambda *name: before.get(name),
        unread=True,
    )
    moved = {name: one for name, one in after.items() if one != before.get(name)}
    between = FactIndex(
        moved.values(), shipped, TODAY, find=lambda *name: after.get(name), beneath=[Beneath(bottom, moved)]
    )
    ours = {name: one for name, one in now.items() if one != after.get(name)}
    layers = [Beneath(between, ours), Beneath(bottom, moved | ours)]
    top = FactIndex(ours.values(), shipped, TODAY, find=lambda *name: now.get(name), beneath=layers)

    for index, records in ((top, now), (between, after), (bottom, before)):
        assert found_by(index, records) == found_by(FactIndex(records.values(), shipped, TODAY), records)
