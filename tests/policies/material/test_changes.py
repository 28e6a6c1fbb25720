"""Which changes are material: for any field of any kind, by chance, and by examples."""

from copy import deepcopy

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from policies.material import material_differences, shipped_materiality
from policies.record.fields import KINDS, fields_of
from policies.record.resolve import Resolver
from tests.manifests import random_manifests

KNOWN = {"team": ["crm", "data"], "kpi": ["nps"], "purpose": ["churn"], "vendor": ["Acme"]}
POOL = [random_manifests(seed, 20, KNOWN) for seed in range(8)]
EVERY = {}
for said in (said for pool in POOL for said in pool):
    for name, value in said.items():
        if value and not isinstance(value, dict):
            EVERY.setdefault((said["kind"], name), []).append(value)
FIELDS = sorted(pair for pair in EVERY if pair[1] in fields_of(pair[0]))
BASES = {kind: [(pool, one) for pool in POOL for one in pool if one["kind"] == kind] for kind in KINDS}


def record(manifest, others):
    known = {(one["kind"], one["key"]): one for one in others}
    find = lambda kind, key: known.get((kind, key)) or ({"name": key} if kind in KNOWN else None)  # noqa: E731
    return Resolver(find, org={"legal_name": "Acme"}).record(manifest)


def is_new(old, new):
    """Whether there is something else to be looked at: order and white space are not."""
    if isinstance(old, list) and isinstance(new, list):
        return sorted(map(str, old)) != sorted(map(str, new))
    return old != new


@given(st.data())
def test_a_change_of_any_field_is_material_unless_the_field_is_marked(data):
    kind, name = data.draw(st.sampled_from(FIELDS))
    pool, base = data.draw(st.sampled_from(BASES[kind]))
    changed = deepcopy(base) | {name: data.draw(st.sampled_from(EVERY[kind, name]))}
    assume(is_new(base.get(name), changed[name]))
    found = material_differences(kind, record(base, pool), record(changed, pool))
    marks = shipped_materiality().of(kind)
    if name in marks.cosmetic:
        assert not found
    elif name not in marks.renewed and fields_of(kind)[name].type != "parts":
        assert {one.pointer.split("/")[1] for one in found} == {name}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("linked", [False, True])
def test_what_is_linked_counts_like_the_entry_itself_but_for_words_about_it(kind, linked):
    """Each field of each kind, from not said to said, in the entry itself and behind a link."""
    marks = shipped_materiality().of(kind)
    leading = {"ai_model": "models", "tool": "tools", "use_case": "shares_decision_logic_with"}
    for field in fields_of(kind).values():
        if field.derived or (kind, field.name) not in EVERY:
            continue
        old, new = {"key": "a"}, {"key": "a", field.name: EVERY[kind, field.name][0]}
        expected = field.name not in marks.cosmetic | marks.renewed
        if linked and kind not in leading:
            continue
        if linked:
            old, new = {leading[kind]: [old]}, {leading[kind]: [new]}
            expected = expected and kind != "use_case" and field.name not in marks.own_only
        about = "use_case" if linked else kind
        found = material_differences(about, {"kind": about} | old, {"kind": about} | new)
        assert bool(found) == expected, field.name


@pytest.mark.parametrize(
    ("name", "old", "new", "is_material"),
    [
        ("kill_switch_tested_on", "2026-01-01", "2026-06-01", False),
        ("kill_switch_tested_on", None, "2026-06-01", False),
        ("kill_switch_tested_on", "2026-06-01", "2026-01-01", True),
        ("kill_switch_tested_on", "2026-06-01", None, True),
        ("kill_switch_tested_on", "2026-06-01", {"$unknown": "lost"}, True),
        ("lifecycle_stage", "assessment", "pilot", False),
        ("lifecycle_stage", "assessment", "production", True),
        ("lifecycle_stage", "production", "pilot", True),
        ("risk_owner", {"email": "a@example.org"}, {"email": "b@example.org"}, False),
        ("risk_owner", {"email": "a@example.org"}, None, True),
        ("appeal_url", "https://a.example.org", "https://b.example.org", False),
        ("appeal_url", "https://a.example.org", None, True),
        ("description", "Calls\ncustomers.", "Calls customers. ", False),
        ("description", "Calls customers.", "Sells customers.", True),
        ("human_fallback_channel", {"$unknown": "a"}, {"$unknown": "b"}, False),
        ("human_fallback_channel", {"$unknown": "a"}, "A hotline.", True),
        ("purposes", [{"code": "churn", "$unknown": "new here"}], [{"code": "churn"}], False),
        ("purposes", [{"code": "churn"}], [{"code": "ads"}], True),
        ("org", {"headcount": 10}, {"headcount": 9000}, False),
    ],
)
def test_renewing_is_not_taking_away(name, old, new, is_material):
    said = [{"kind": "use_case"} | ({} if value is None else {name: value}) for value in (old, new)]
    assert bool(material_differences("use_case", *said)) == is_material


def test_facts_that_follow_from_others_count_by_these():
    source = {"key": "crm", "data_categories": ["user.contact"], "special_categories": False}
    richer = source | {"data_categories": ["user.health_and_medical"], "special_categories": True}
    old, new = ({"kind": "use_case", "data_links": [{"data_source": one}]} for one in (source, richer))
    (found,) = material_differences("use_case", old, new)
    assert found.pointer == "/data_links/0/data_source/data_categories"
