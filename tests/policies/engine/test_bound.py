"""What waivers are bound to stays the same however findings are worded."""

from policies.engine.report import Finding
from tests.policies.writing import check_of, packs_of, report_on, rule_of

FACTS = {"near": {"kind": "peers", "of": "use_case", "same": ["use_case_type"]}}
EACH_LINK = {"every": {"in": "data_links", "satisfies": {"data_source.licence": "open"}}}
RULE = rule_of(
    when={"rag_enabled": True, "some": {"in": "data_links", "where": {"usage": "training"}}},
    require=[
        check_of(EACH_LINK, "{count} {count|link|links}: {names}.", id="links"),
        check_of({"description": {"min_length": 20}}, id="told"),
        check_of({"facts.near.size": {"lte": 0}}, id="near"),
        check_of({"count": {"in": "tools", "where": {"status": "sanctioned"}, "gte": 1}}, id="tools"),
    ],
)
RECORD = {
    "rag_enabled": True,
    "description": "Short",
    "tools": [{"key": "mailer"}],
    "data_links": [
        {"usage": "training", "data_source": {"key": "members", "title": "Members"}},
        {"usage": "retrieval", "data_source": {"key": "orders", "licence": "bought"}},
        {"usage": "retrieval", "data_source": {"key": "visits", "licence": "open"}},
    ],
}
# As they were worked out before findings were reworded.
BOUND = [
    ("links", "fail", "ba7525174e39b3be 1857126937d2b136"),
    ("told", "fail", "8f96152e14786892 0135e8485294fb8b"),
    ("near", "unknown", "470fd1c62e7c30e1 af95f7aa4a3fdd81"),
    ("tools", "unknown", "6dc870abda23f022 cec62e1a64e26269"),
    ("links", "fail", "ba7525174e39b3be 1857126937d2b136"),
    ("near", "fail", "470fd1c62e7c30e1 3e3a90b8df25a7cb"),
    ("told", "fail", "8f96152e14786892 0135e8485294fb8b"),
    ("tools", "unknown", "6dc870abda23f022 cec62e1a64e26269"),
    ("when", "unknown", "c2328669db0fd6de 247e9880e60ec1e9"),
    ("when", "unknown", "c2328669db0fd6de 247e9880e60ec1e9"),
    ("when", "unknown", "9a642f38a0c7666d 6bc13e212a52e309"),
    ("when", "unknown", "9a642f38a0c7666d 6bc13e212a52e309"),
]


def bound(found: Finding) -> str:
    return f"{found.fingerprint[:16]} {found.evidence_digest[:16]}"


def all_findings():
    packs = packs_of(RULE, facts=FACTS)
    for record in (RECORD, RECORD | {"rag_enabled": {"$unknown": "asked"}}, {"rag_enabled": True}):
        for facts in ({}, {"near": {"size": 1, "size_max": 3, "keys": ["other"]}}):
            yield from report_on(packs, record, facts=facts).findings


def test_fingerprints_and_evidence_digests_are_those_of_every_release_so_far():
    assert [(one.check_id, one.outcome, bound(one)) for one in all_findings()] == BOUND
