"""What is told without the library is what the library says, of whatever is right and whatever is broken."""

from copy import deepcopy
from importlib.resources import files
from random import Random

import pytest

from policies.language.packs import shipped_texts
from policies.language.schema import pack_schema
from policies.law.schema import law_schemas
from policies.record.fields import KINDS
from policies.record.schema import manifest_schema
from policies.validation.library import Library
from policies.validation.surely import Surely
from policies.yamlio import load_yaml
from tests.manifests import random_manifests

FORMATS = ("date", "email")
KNOWN = {"team": ["crm"], "kpi": ["clv"], "vendor": ["Acme"], "purpose": ["offers"]}
MANIFESTS = random_manifests(20261201, 60, KNOWN)
PACKS = [load_yaml(text).value for _, text in shipped_texts()]
LAW = files("policies").joinpath("law")
ODD = (
    "",
    "x",
    "a b",
    "2026-02-30",
    "2026-02-28",
    "٢٠٢٦-٠٢-٢٨",
    "a@b",
    "x\n",
    0,
    1,
    -1,
    1.0,
    0.5,
    1e300,
    2**60,
)
ODDER = (*ODD, float("nan"), float("inf"), True, False, None, [], {}, [1, 1.0], [True, 1], [{}], ("a",), b"x")


def places(value):
    """Every list and mapping in ``value`` with each place in it."""
    members = value.items() if isinstance(value, dict) else enumerate(value)
    for step, one in members:
        yield value, step
        if isinstance(one, dict | list):
            yield from places(one)


def broken(value, chance):
    """A copy in which something was replaced, left out, added or said twice."""
    spoilt = deepcopy(value)
    for _ in range(chance.choice((1, 1, 2))):
        container, step = chance.choice(list(places(spoilt)))
        act = chance.choice(("replace", "move", "remove", "add"))
        if act == "replace":
            container[step] = deepcopy(chance.choice(ODDER))
        elif act == "move":
            container[step] = deepcopy(chance.choice([of[at] for of, at in places(value)]))
        elif act == "remove":
            del container[step]
        elif isinstance(container, list):
            container.append(deepcopy(container[step]))
        else:
            container[chance.choice(("x", "$unknown", 7))] = deepcopy(chance.choice(ODDER))
    return spoilt


def agree(schema, value, seed, times):
    """How many of the broken ones fit all the same."""
    ours, theirs = Surely(schema, FORMATS), Library(schema, FORMATS)
    assert ours.fits(value)
    assert theirs.fits(value)
    chance = Random(seed)  # noqa: S311 - chance that can be repeated is the point
    fitting = 0
    for _ in range(times):
        spoilt = broken(value, chance)
        fits = theirs.fits(spoilt)
        # In doubt the library is asked, so that only a wrong yes would be wrong.
        assert fits or not ours.fits(spoilt), spoilt
        fitting += fits
    return fitting


@pytest.mark.parametrize("kind", KINDS)
def test_of_manifests_the_library_says_the_same(kind):
    manifests = [one for one in MANIFESTS if one["kind"] == kind]
    assert manifests
    fitting = [agree(manifest_schema(kind), one, seed, 25) for seed, one in enumerate(manifests)]
    assert 0 < sum(fitting) < len(fitting) * 25


@pytest.mark.parametrize("pack", PACKS, ids=[pack["id"] for pack in PACKS])
def test_of_packs_the_library_says_the_same(pack):
    cut = pack | {"rules": pack["rules"][:3]}
    assert 0 < agree(pack_schema(), cut, 1, 30) < 30


@pytest.mark.parametrize("name", law_schemas())
def test_of_the_law_the_library_says_the_same(name):
    text = LAW.joinpath(name.removeprefix("law-").replace(".schema.json", ".yaml")).read_bytes()
    assert agree(law_schemas()[name], load_yaml(text).value, 1, 40) < 40


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "integer"},
        {"type": ["string", "number"]},
        {"enum": [1, "x", None, False]},
        {"const": 0},
        {"const": True},
        {"enum": [[1], {}]},
        {"type": "string", "format": "date"},
        {"type": "string", "format": "email"},
        {"type": "string", "format": "uri", "pattern": "^x$"},
        {"maximum": 0.5, "minimum": 0, "maxLength": 1, "minItems": 1, "minProperties": 1},
        {"uniqueItems": True},
        {"if": {"type": "integer"}, "then": {"minimum": 1}, "else": {"not": {}}},
        {"propertyNames": {"maxLength": 1}, "additionalProperties": {"type": "string"}},
        {"dependentRequired": {"x": ["y"]}},
        {"oneOf": [{"type": "string"}, {"type": "integer"}]},
        {"properties": {"x": False}},
    ],
    ids=str,
)
def test_of_odd_values_no_yes_is_wrong(schema):
    ours, theirs = Surely(schema, FORMATS), Library(schema, FORMATS)
    values = [*ODDER, *({"x": one} for one in ODDER), *([one, one] for one in ODDER)]
    assert [one for one in values if ours.fits(one) and not theirs.fits(one)] == []
