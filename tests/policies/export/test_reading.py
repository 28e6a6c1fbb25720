"""Reading a registry export: what is wrong with it is said, and what is right is found."""

import json

import pytest

from policies import load_packs
from policies.errors import ManifestError, PolicyError
from policies.export.reading import read_export
from policies.export.rules import check_same, rules_of, rules_said
from policies.export.schema import LARGEST
from tests.policies.waivers.test_apply import waiver

TOOL = {"muster": 1, "kind": "tool", "key": "mailer", "title": "Mailer", "vendor": "Acme"}
USE = {"muster": 1, "kind": "use_case", "key": "offers", "title": "Offers", "tools": ["mailer"]}


def export(**changes):
    empty = (
        "manifests",
        "teams",
        "people",
        "purposes",
        "vendors",
        "kpis",
        "assessments",
        "decisions",
        "waivers",
    )
    said = {"muster": "registry/1", "as_of": "2026-11-22", "whole": True, "organisation": {}}
    said["settings"] = rules_said(load_packs()) | {"charter_digest": "0" * 64}
    return said | dict.fromkeys(empty, []) | changes


def read(said):
    return read_export(said if isinstance(said, bytes) else json.dumps(said).encode(), source="registry.json")


def test_links_facts_assessments_and_waivers_are_found():
    read_one = read(
        export(
            organisation={"jurisdictions": ["EU"]},
            manifests=[TOOL],
            vendors=[{"name": "Acme", "country": "DE"}],
            assessments=[
                {"kind": "use_case", "key": "offers", "rows": [{"type": "dpia", "status": "approved"}]}
            ],
            decisions=[{"kind": "use_case", "key": "offers", "items": [{"outcome": "approved"}]}],
            waivers=[waiver().to_json()],
        )
    )
    record = read_one.records([USE])["use_case", "offers"]
    assert record["tools"][0]["vendor"]["country"] == "DE"
    assert record["org"] == {"jurisdictions": ["EU"]}
    assert record["assessments"][-1]["type"] == "dpia"
    assert read_one.held["use_case", "offers"] == {"decisions": {"items": [{"outcome": "approved"}]}}
    assert read_one.waivers == (waiver(),)


def test_a_manifest_under_check_goes_before_the_registered_one():
    records = read(export(manifests=[TOOL])).records([TOOL | {"title": "New"}, USE])
    assert records["tool", "mailer"]["title"] == "New"
    assert records["use_case", "offers"]["tools"][0]["title"] == "New"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (b"{", "registry.json:1:2: this is not JSON"),
        (b'{"muster": "registry/1", "muster": "registry/1"}', "the key muster stands twice"),
        (b'{"muster": NaN}', "NaN is no number"),
        (b"\xff", "not JSON that can be read"),
        (b"[" * 100_000, "not JSON that can be read"),
        (b"[]", "not a registry export"),
        (b'{"muster": "pack/1"}', "not a registry export"),
    ],
)
def test_what_is_no_export_is_refused_with_its_place(text, sentence):
    with pytest.raises(ManifestError, match=sentence.replace("(", r"\(")):
        read(text)


def test_a_file_beyond_the_limit_is_refused():
    with pytest.raises(ManifestError, match="limit of 64 MB"):
        read(b" " * (LARGEST + 1))


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"manifests": [{"kind": "boat", "key": "x"}]}, "/manifests/0/kind"),
        ({"waivers": [waiver().to_json() | {"expires_on": "soon"}]}, "/waivers/0/expires_on"),
        ({"waivers": [waiver().to_json() | {"evidence": {"x": "y"}}]}, "/waivers/0/evidence"),
        ({"people": [{}]}, "/people/0"),
        ({"more": 1}, "/"),
        ({"as_of": None}, "/as_of"),
    ],
)
def test_every_problem_names_its_place(changes, pointer):
    with pytest.raises(ManifestError) as refusal:
        read(export(**changes))
    assert str(refusal.value).startswith(f"registry.json: {pointer}")


def test_a_blank_digest_is_one_that_was_not_said_and_the_rest_is_read():
    blank = waiver().to_json() | {"evidence": dict.fromkeys(waiver().evidence, "")}
    rules = {"packs_digest": "", "charter_digest": ""}
    said = export(manifests=[TOOL], waivers=[blank], settings=export()["settings"] | rules)
    found = read(said)
    assert ("tool", "mailer") in found.manifests
    assert [set(one.evidence.values()) for one in found.waivers] == [{""}]
    with pytest.raises(PolicyError, match="doesn't say by which rules"):
        rules_of(found.rules)
    check_same(load_packs(), found.rules)


@pytest.mark.parametrize(("whole", "expected"), [(True, {"decisions": {"items": []}}), (False, None)])
def test_nothing_was_decided_on_what_is_not_in_a_whole_export(whole, expected):
    assert read(export(whole=whole)).held_with([USE, TOOL]).get(("use_case", "offers")) == expected
