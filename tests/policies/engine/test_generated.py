"""Whatever a valid manifest says, or says that nobody knows, the engine has an answer."""

import pytest

from policies import FactIndex, check, load_packs
from policies.record import resolve
from tests.manifests import TODAY, random_manifests

KNOWN = {"team": ["marketing"], "person": ["a@example.org", "b@example.org"], "kpi": ["nps"]}


@pytest.mark.parametrize("seed", range(1, 5))
def test_no_rule_and_no_fact_breaks_on_a_valid_manifest(seed):
    packs, manifests = load_packs(), random_manifests(seed, 50, KNOWN)
    known = {(one["kind"], one["key"]): one for one in manifests}
    records = [resolve(one, lambda kind, key: known.get((kind, key))) for one in manifests]
    facts = FactIndex(records, packs, TODAY)
    for record in records:
        report = check(record, packs, as_of=TODAY, facts=facts.for_record(record))
        assert not report.counts["error"], record["key"]
