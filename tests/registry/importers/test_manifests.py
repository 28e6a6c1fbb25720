import pytest

from registry.importers.base import ImportProblem, NamedTeam
from registry.importers.parsing import parse
from tests.registry.importers.registers import as_json, only

_MANIFEST = {"muster": 1, "kind": "tool", "key": "tides", "title": "Tides", "owner_team": "piers"}
_YAML = "muster: 1\nkind: tool\nkey: tides\ntitle: Tides\nowner_team: piers\n"


@pytest.mark.parametrize("data", [as_json(_MANIFEST), as_json({"manifests": [_MANIFEST]}), _YAML.encode()])
def test_a_manifest_is_taken_as_it_is(data: bytes) -> None:
    candidate = only(parse(data))
    assert candidate.document == _MANIFEST
    assert (candidate.source, candidate.native_id, candidate.team) == ("", "", None)


def test_a_manifest_may_begin_with_a_comment() -> None:
    assert only(parse(b"# ours\n---\n" + _YAML.encode())).document == _MANIFEST


def test_a_manifest_with_a_wrong_field_is_rejected_with_a_hint() -> None:
    (reject,) = parse(as_json(_MANIFEST | {"vendr": "Gull"})).rejects
    assert (reject.column, reject.reason) == ("vendr", "there is no field vendr. Did you mean vendor?")


def test_the_second_manifest_of_one_kind_and_key_is_rejected() -> None:
    parsed = parse(as_json({"manifests": [_MANIFEST, _MANIFEST | {"title": "Other"}]}))
    assert len(parsed.candidates) == 1
    assert [reject.reason for reject in parsed.rejects] == ["row 1 has the same kind and key"]


def test_broken_yaml_is_refused_with_its_place() -> None:
    with pytest.raises(ImportProblem, match="manifest:2:12: "):
        parse(b"muster: 1\nkind: [tool\n")


def test_a_team_that_is_given_answers_for_all_of_it() -> None:
    candidate = only(parse(as_json(_MANIFEST), team=NamedTeam("quays", "Quays")))
    assert candidate.document == _MANIFEST | {"owner_team": "quays"}
