"""What the loader accepts fits into the columns that keep it: PostgreSQL would refuse the rest."""

import json

import pytest

from governance.models import Finding, PackVersion, Waiver
from policies import PackError
from policies.language.packs import read_pack
from policies.limits import LIMITS
from tests.policies.writing import check_of, pack_text, rule_of


@pytest.mark.parametrize(
    ("model", "column", "limit"),
    [
        (Finding, "title", LIMITS.title_length),
        (Finding, "pack", LIMITS.slug_length),
        (Finding, "check_id", LIMITS.slug_length),
        (PackVersion, "pack", LIMITS.slug_length),
        (PackVersion, "title", LIMITS.title_length),
        (PackVersion, "version", LIMITS.version_length),
        (Waiver, "rule_title", LIMITS.title_length),
    ],
)
def test_columns_are_as_wide_as_packs_may_write(model, column, limit):
    assert model._meta.get_field(column).max_length == limit


def longest():
    """A pack that goes to every limit, as JSON to change."""
    rule = rule_of(
        title="t" * 300, version=2_147_483_647, require=[check_of({"rag_enabled": True}, id="c" * 80)]
    )
    return json.loads(pack_text(rule, id="p" * 80, title="t" * 300, version="1.0." + "0" * 36))


def test_a_pack_may_go_to_the_limits():
    assert read_pack(json.dumps(longest()), source="ours.yaml").id == "p" * 80


@pytest.mark.parametrize(
    ("where", "value"),
    [
        (("id",), "p" * 81),
        (("title",), "t" * 301),
        (("version",), "1.0." + "0" * 37),
        (("rules", 0, "title"), "t" * 301),
        (("rules", 0, "version"), 2_147_483_648),
        (("rules", 0, "require", 0, "id"), "c" * 81),
    ],
)
def test_what_would_not_fit_is_refused_at_its_place(where, value):
    pack = inner = longest()
    for step in where[:-1]:
        inner = inner[step]
    inner[where[-1]] = value
    text = json.dumps(pack, indent=1)
    with pytest.raises(PackError, match="more than the limit of") as refused:
        read_pack(text, source="ours.yaml")
    written = text.splitlines()[refused.value.line - 1]
    assert str(value) in written
    assert refused.value.column > 1
