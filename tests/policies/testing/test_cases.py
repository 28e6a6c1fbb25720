"""Cases: whole records beside a pack, each with all the findings that it must give."""

import json

import pytest

from policies import PackError, load_packs
from policies.testing.cases import read_cases, surprises
from tests.policies.writing import check_of, pack_text, rule_of

GOOD = {"passes": [{"rag_enabled": True}], "fails": [{"rag_enabled": False}], "unknown": [{}]}


def messages(found):
    return [one.message for one in found]


@pytest.fixture
def cases(tmp_path):
    def write(text, **parts):
        path = tmp_path / "own.yaml"
        path.write_text(text)
        spec = {
            "muster": "test/1",
            "pack": "test",
            "fixtures": {"good": {"rag_enabled": True, "data_links": [{"minimised": True}]}},
            "cases": [{"title": "Good", "fixture": "good", "expect": {}}],
        }
        (tmp_path / "own.test.yaml").write_text(json.dumps(spec | parts, indent=1))
        packs = load_packs([path])
        return packs, read_cases(packs, [str(path)])

    return write


def case(**parts):
    return [{"title": "One", "fixture": "good", "expect": {}} | parts]


def test_a_case_that_gives_what_it_expects_surprises_nobody(cases):
    packs, read = cases(
        pack_text(rule_of()), cases=case(set={"rag_enabled": False}, expect={"TST-001/only": "fail"})
    )
    assert len(read) == 1
    assert not list(surprises(packs, read))


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"set": {"rag_enabled": False}}, "gives fail, and nothing is expected"),
        ({"unset": ["rag_enabled"]}, "gives unknown, and nothing is expected"),
        ({"expect": {"TST-001/only": "fail"}}, "gives nothing, and fail is expected"),
        (
            {"set": {"rag_enabled": False}, "expect": {"TST-001/only": "unknown"}},
            "gives fail, and unknown is",
        ),
    ],
)
def test_a_finding_too_many_or_too_few_is_told(cases, parts, told):
    packs, read = cases(pack_text(rule_of()), cases=case(**parts))
    (found,) = surprises(packs, read)
    assert told in found.message
    assert found.rule_id == "TST-001"


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"cases": case(fixture="god")}, "Did you mean good?"),
        ({"cases": case(expect={"TST-001/onyl": "fail"})}, "Did you mean TST-001/only?"),
        ({"cases": case(expect={"TST-001/only": "fails"})}, "Did you mean fail?"),
        ({"cases": case(set={"data_links.3.minimised": True})}, "leads nowhere"),
        ({"cases": case(unset=["no_such"])}, "leads nowhere"),
        ({"cases": case(set={"rag_enable": True})}, "Did you mean rag_enabled?"),
        ({"cases": [{"title": "x"}]}, "A case has a title"),
        ({"cases": case(sets={})}, "is not a part of a case"),
        ({"pack": "tset"}, "Did you mean test?"),
        ({"muster": "test/2"}, "begin with"),
    ],
)
def test_what_is_wrong_with_a_file_of_cases_is_told_with_its_place(cases, parts, told):
    with pytest.raises(PackError) as refused:
        cases(pack_text(rule_of()), **parts)
    assert told in str(refused.value)
    assert refused.value.line > 0


def test_a_case_reaches_into_lists(cases):
    that = {"every": {"in": "data_links", "satisfies": {"minimised": True}}}
    pack = pack_text(rule_of(require=[check_of(that)]))
    packs, read = cases(
        pack,
        cases=case(
            set={"data_links.1": {"minimised": False}, "data_links.0.usage": "training"},
            unset=["data_links.0.minimised"],
            expect={"TST-001/only": "fail"},
        ),
    )
    assert not list(surprises(packs, read))
