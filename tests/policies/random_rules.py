"""Rules and records by chance, about the same few fields: every operator meets what it may not expect."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

from policies.errors import PackError
from policies.language.context import Context, FactSpec, Names, Source
from policies.language.nodes import Slot
from policies.language.operators import OPERATORS
from policies.language.packs import load_packs
from policies.language.predicates import parse_predicate
from policies.language.rules import Check, Rule
from policies.language.shapes import SUBJECTS, Shape, shape_of
from policies.record.fields import vocabulary
from policies.yamlio import load_yaml

TODAY = date(2026, 11, 26)
_SOURCE = Source(load_yaml("{}"))
_TEXTS = ["a", "b", "ab", "a@example.org", "https://example.org/a", "1.2.3", "3"]
_NUMBERS = [0, 1, 2, 3, 12, -1, 2.5, 0.1]
_DAYS = [(TODAY + timedelta(days=days)).isoformat() for days in (-400, -31, -1, 0, 1, 30)]
ODD: list[Any] = [
    None,
    "",
    "  ",
    {"$unknown": "asked"},
    {},
    [],
    [None],
    7,
    True,
    "x",
    ["x"],
    [{}],
    {"a": 1},
    1.5,
]
_COUNTRIES: list[Any] = [["DE"], ["GB", "US"], ["US"], [], [None], [7], [{}], "DE", {"$unknown": "asked"}]
_FACTS = {"peers": "peers", "alike": "overlap", "groups": "groups", "ways": "consent", "ready": "readiness"}


class RandomCase:
    """Rules about one kind, and records of it; the same seed makes the same ones."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 - nothing secret
        self.kind = self.random.choice(SUBJECTS)
        self._shapes: dict[str, Shape] = {}
        self.facts = {name: FactSpec(name, kind, self.kind) for name, kind in _FACTS.items()}
        self._names = Names(facts=self.facts)
        self._context = Context(_SOURCE, self._names, shape_of(self.kind), shape_of(self.kind))

    def rules(self, number: int) -> tuple[Rule, ...]:
        stub = load_packs().rules[0]
        return tuple(self._rule(stub, f"RND-{index:03}") for index in range(number))

    def _rule(self, stub: Rule, name: str) -> Rule:
        chance = self.random.random
        return replace(
            stub,
            id=name,
            applies_to=(self.kind,),
            jurisdictions=self.random.choice([(), (), ("EU",), ("EU", "UK"), ("US-CA",)]),
            when=None if chance() < 0.3 else self._predicate(self._context),
            require=tuple(self._check(index) for index in range(self.random.randint(1, 3))),
        )

    def _check(self, index: int) -> Check:
        return replace(load_packs().rules[0].require[0], id=f"c{index}", that=self._predicate(self._context))

    def _predicate(self, context: Context) -> Any:
        while True:
            try:
                return parse_predicate(context, self._spec(context, 3), "")
            except PackError:
                continue

    def _spec(self, context: Context, depth: int) -> dict[str, Any]:
        forms: list[Callable[[], dict[str, Any]]] = [lambda: self._test(context)] * 5
        if depth:
            forms += [lambda: self._several(context, depth)] * 3 + [lambda: self._over(context, depth)] * 5
        return self.random.choice(forms)()

    def _several(self, context: Context, depth: int) -> dict[str, Any]:
        parts = [self._spec(context, depth - 1) for _ in range(self.random.randint(1, 3))]
        return self.random.choice(
            [
                {"all": parts},
                {"any": parts},
                {"not": parts[0]},
                {"at_least": {"n": self.random.randint(1, 2), "of": parts}},
            ]
        )

    def _over(self, context: Context, depth: int) -> dict[str, Any]:
        path, slot = self._path(context, lambda slot: slot.category == "items")
        form = self.random.choice(["some", "every", "none", "some", "every", "none", "count", "sum"])
        inside = context.within(shape_of(slot.target))
        said: dict[str, Any] = {"in": path}
        if self.random.random() < 0.5:
            said["where"] = self._spec(inside, depth - 1)
        if form in ("some", "every", "none") and (form == "every" or self.random.random() < 0.7):
            said["satisfies"] = self._spec(inside, depth - 1)
        if form == "sum":
            said["of"] = self._path(inside, lambda slot: slot.category == "number")[0]
        if form in ("count", "sum"):
            said[self.random.choice(["gte", "lte"])] = self._number(context)
        return {form: said}

    def _number(self, context: Context) -> Any:
        if self.random.random() < 0.6:
            return self.random.choice(_NUMBERS)
        return {"field": self._path(context, lambda slot: slot.category == "number")[0]}

    def _test(self, context: Context) -> dict[str, Any]:
        path, slot = self._path(context, lambda slot: slot.category not in ("", "other"))
        name = self.random.choice([name for name, one in OPERATORS.items() if slot.category in one.subjects])
        return {path: {name: self._operand(context, name, slot)}}

    def _operand(self, context: Context, name: str, slot: Slot) -> Any:
        asked = OPERATORS[name].operand
        if asked == "flag":
            return self.random.random() < 0.5
        if asked in ("pattern", "text"):
            return self.random.choice(["a", "b", "x", "exa"])
        if asked == "format":
            return self.random.choice(["email", "https_url", "semver", "slug"])
        if asked == "length":
            return self.random.randint(0, 3)
        if self.random.random() < 0.35:
            return self._moving(context, slot, asked)
        constant = self.random.choice(self._pool(slot))
        return self._several_of(slot) if asked == "set" or self.random.random() < 0.3 else constant

    def _several_of(self, slot: Slot) -> list[Any]:
        return self.random.sample(self._pool(slot), k=min(2, len(self._pool(slot))))

    def _moving(self, context: Context, slot: Slot, asked: str) -> Any:
        alike = self._path(context, lambda one: one.category == slot.category)[0]
        if slot.category == "date":
            number = self._path(context, lambda one: one.category == "number")[0]
            unit = self.random.choice(["days", "months"])
            moved = self.random.choice(["P0D", "P1M", "P30D", {"field": number, "unit": unit}])
            return self.random.choice([{"ago": moved}, {"ahead": moved}, {"field": alike}])
        listed, inner = self._path(context, lambda one: one.category == "items")
        if self.random.random() < 0.4:
            return {"field": alike}
        inside = context.within(shape_of(inner.target))
        form = "sum" if slot.category == "number" else "union"
        of = self._path(inside, lambda one: one.category == slot.category or one.category == "set")[0]
        where = {"where": self._spec(inside, 1)} if self.random.random() < 0.5 else {}
        return {form: {"in": listed, "of": of, **where}}

    def _path(self, context: Context, fits: Callable[[Slot], bool]) -> tuple[str, Slot]:
        """A path from here, the item around, record, organisation or facts. PackError for none."""
        starts: list[tuple[str, Shape]] = [("", context.item)] * 6 + [("$.", context.record)]
        if context.outer is not None:
            starts += [("^.", context.outer.item)] * 2
        starts += [("org.", shape_of("organisation"))]
        starts += [
            (f"facts.{name}.", shape_of(f"fact:{kind}")) for name, kind in _FACTS.items() if kind != "groups"
        ]
        for _ in range(40):
            start, shape = self.random.choice(starts)
            found = self._walk(shape, fits)
            if found is not None:
                return start + found[0], found[1]
        raise PackError("There is no such path", source="random")

    def _walk(self, shape: Shape, fits: Callable[[Slot], bool]) -> tuple[str, Slot] | None:
        steps: list[str] = []
        for _ in range(3):
            steps.append(self.random.choice(self.fields(shape)))
            slot = shape.slots[steps[-1]]
            if fits(slot):
                return ".".join(steps), slot
            if slot.category != "mapping":
                return None
            shape = shape_of(slot.target)
        return None

    def fields(self, shape: Shape) -> list[str]:
        """A few fields of each shape, of all categories, so that rules and records speak of the same ones."""
        if shape.name not in self._shapes:
            chosen: dict[str, Slot] = {}
            for category in sorted({slot.category for slot in shape.slots.values()}):
                names = [name for name, slot in shape.slots.items() if slot.category == category]
                chosen |= {name: shape.slots[name] for name in self.random.sample(names, min(2, len(names)))}
            self._shapes[shape.name] = Shape(shape.name, chosen)
        return list(self._shapes[shape.name].slots)

    def _pool(self, slot: Slot) -> list[Any]:
        if slot.vocabulary:
            return list(vocabulary(slot.vocabulary))[:3]
        return {
            "number": _NUMBERS,
            "date": _DAYS,
            "flag": [True, False],
            "set": _TEXTS[:3],
            "term": _TEXTS[:3],
        }.get(slot.category, _TEXTS)

    def records(self, number: int) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
        """Records with the facts about them."""
        for _ in range(number):
            oddity = self.random.choice([0.0, 0.0, 0.0, 0.02, 0.1])
            record = self._mapping(shape_of(self.kind), oddity, 3) | {"kind": self.kind, "key": "a"}
            if self.random.random() < 0.8:
                org = self._mapping(shape_of("organisation"), oddity, 2)
                record["org"] = org | {
                    "jurisdictions": self.random.choice([["EU-DE"], ["US"], [], ["EU", "UK"]])
                }
            if self.random.random() < 0.5:
                record["member_states"] = self.random.choice(_COUNTRIES)
            facts = {
                name: self._mapping(shape_of(f"fact:{kind}"), oddity, 2)
                for name, kind in _FACTS.items()
                if kind != "groups" and self.random.random() < 0.8
            }
            yield record, {name: self._bounds(fact) for name, fact in facts.items()}

    def _bounds(self, fact: dict[str, Any]) -> dict[str, Any]:
        """A fact whose number may lie anywhere up to another."""
        numbers = [name for name, value in fact.items() if type(value) is int]
        if numbers and self.random.random() < 0.4:
            name = self.random.choice(numbers)
            fact[f"{name}_max"] = fact[name] + self.random.randint(0, 3)
        return fact

    def _mapping(self, shape: Shape, oddity: float, depth: int) -> dict[str, Any]:
        names = [name for name in self.fields(shape) if self.random.random() < 0.7]
        return {name: self._value(shape.slots[name], oddity, depth) for name in names}

    def _value(self, slot: Slot, oddity: float, depth: int) -> Any:
        if self.random.random() < oddity:
            return self.random.choice(ODD)
        if self.random.random() < 0.08:
            return self.random.choice([None, {"$unknown": "asked"}, ""])
        if slot.category == "mapping":
            return self._mapping(shape_of(slot.target), oddity, depth - 1) if depth else {}
        if slot.category == "items":
            size = self.random.choice([0, 1, 2, 3]) if depth else 0
            return [self._mapping(shape_of(slot.target), oddity, depth - 1) for _ in range(size)]
        pool = self._pool(slot)
        if slot.category == "set":
            return self.random.sample([*pool, None], k=self.random.randint(0, min(3, len(pool))))
        return self.random.choice(pool)
