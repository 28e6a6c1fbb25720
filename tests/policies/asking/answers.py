"""Answers by chance to what a record leaves open, for the tests that nothing but a question matters."""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from random import Random
from typing import Any

from policies import FactIndex, Packs
from policies.export.registry import RegistryExport
from policies.language.values import MISSING, said
from policies.record.derive import derive
from policies.record.fields import KINDS, PARTS, SUPPORTING, Field, fields_of, vocabulary
from policies.record.places import spot_at
from tests.manifests import TODAY, random_manifests

Record = dict[str, Any]
TABLES = {*KINDS, *PARTS, *SUPPORTING}
ORGS: list[Any] = [None, {}, {"jurisdictions": ["EU"]}, {"jurisdictions": ["US"], "is_public_body": True}]


def random_portfolio(seed: int, number: int = 10) -> list[Record]:
    """Resolved records that link to each other, of an organisation that says more or less of itself."""
    manifests = random_manifests(seed, number, {"team": ["t"], "kpi": ["k"]})
    export = RegistryExport(ORGS[seed % len(ORGS)])
    return list(export.records(manifests).values())


class Answering:
    """Makes up answers; the same seed makes the same ones."""

    def __init__(self, seed: int, portfolio: Iterable[Record]) -> None:
        self.chance = Random(seed)  # noqa: S311 - nothing secret
        self.portfolio = list(portfolio)

    def answer(self, record: Record, pointers: Iterable[str]) -> Record:
        """The record with something said at each of ``pointers``, and what follows from it."""
        answered = deepcopy(record)
        for pointer in pointers:
            spot = spot_at(record["kind"], pointer)
            if spot is not None and not spot.field.derived:
                put(answered, pointer, self._completed(at(answered, pointer), spot.field, pointer))
        return rederived(record["kind"], answered)

    def _completed(self, value: Any, field: Field, pointer: str) -> Any:
        """Of a list that is known in part, what was said stays."""
        if not isinstance(value, list):
            return self._value(field, pointer)
        words = vocabulary(field.of) if field.type == "set" else ["more"]
        new = [self._thing(field.of) if field.of in TABLES else self.chance.choice(words) for _ in value]
        return [one if said(old) is MISSING else old for old, one in zip(value, new, strict=True)]

    def _value(self, field: Field, pointer: str) -> Any:
        if pointer.rpartition("/")[2].isdigit():
            return self._thing(field.of)
        match field.type:
            case "ref":
                return self._thing(field.of)
            case "refs" | "parts":
                return [self._thing(field.of) for _ in range(self.chance.randrange(3))]
            case "set":
                words = vocabulary(field.of)
                return self.chance.sample(words, k=min(len(words), self.chance.randrange(4)))
            case "list":
                return ["a line"][: self.chance.randrange(2)]
            case "json":
                return []
        return self._scalar(field)

    def _scalar(self, field: Field) -> Any:
        pools: dict[str, list[Any]] = {
            "bool": [True, False],
            "int": [0, 1, 5, 100, 30_000],
            "dec": [0, 0.5, 99, 1_000_000],
            "date": ["2020-01-01", "2025-06-30", TODAY.isoformat(), "2027-01-01", "2031-01-01"],
            "email": ["a@example.org"],
            "url": ["https://example.org/a"],
        }
        if field.type == "enum":
            return self.chance.choice(vocabulary(field.of))
        return self.chance.choice(pools.get(field.type, ["some words", "customer churn prediction"]))

    def _thing(self, of: str) -> Any:
        """One of the portfolio, or one that says little; a use case that is named says only what it is."""
        known = [one for one in self.portfolio if one["kind"] == of and of != "use_case"]
        if known and self.chance.random() < 0.7:
            return {name: value for name, value in self.chance.choice(known).items() if name != "org"}
        thing = {"key": "made-up"} if of in KINDS else {}
        for field in fields_of(of).values():
            if not field.derived and field.of not in TABLES and self.chance.random() < 0.5:
                thing[field.name] = self._value(field, "")
        return thing | derive(of, thing)


def at(record: Record, pointer: str) -> Any:
    """What is at ``pointer``, None where the way ends before."""
    value: Any = record
    for step in pointer.split("/")[1:]:
        value = value[int(step)] if isinstance(value, list) else value.get(step) if value else None
    return value


def put(record: Record, pointer: str, value: Any) -> None:
    """Set what is at ``pointer``; what it lies in is there, but for the organisation."""
    *around, last = pointer.split("/")[1:]
    here: Any = record
    for step in around:
        if not isinstance(here, list) and said(here.get(step)) is MISSING:
            here[step] = {}
        here = here[int(step) if isinstance(here, list) else step]
    here[int(last) if isinstance(here, list) else last] = value


def rederived(table: str, record: Record) -> Record:
    """The record with everything that follows from other fields worked out anew."""
    for field in fields_of(table).values() if table in TABLES else ():
        value = record.get(field.name)
        if value == "":
            record[field.name] = None  # as a manifest writes it
        for one in value if isinstance(value, list) else [value]:
            if field.of in TABLES and isinstance(one, dict) and said(one) is not MISSING:
                rederived(field.of, one)
    derived = {field.name for field in fields_of(table).values() if field.derived} if table in TABLES else ()
    for name in derived:
        record.pop(name, None)
    # A member of a list that is not said can't stand in a manifest, and nothing follows from such a list.
    categories = record.get("data_categories")
    if table in TABLES and not (isinstance(categories, list) and None in categories):
        record |= derive(table, record)
    return record


def facts_for(portfolio: list[Record], packs: Packs) -> FactIndex:
    held: Mapping[Any, Any] = {}
    return FactIndex(portfolio, packs, TODAY, held)
