"""Manifests made by chance from the field tables: every field, every value, often left out."""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any, Final

from policies.record import Field, fields_of, vocabulary
from policies.record.fields import KINDS

TODAY: Final = date(2026, 11, 26)
Manifest = dict[str, Any]


def random_manifests(seed: int, number: int, known: Mapping[str, list[str]]) -> list[Manifest]:
    """``number`` valid manifests that point at each other, the same for the same seed.

    ``known`` names what else they may point at, by kind: at least one team and one kpi.
    """
    chance = Random(seed)  # noqa: S311 - chance that can be repeated is the point
    return list(_Maker(chance, known, number).manifests())


class _Maker:
    def __init__(self, chance: Random, known: Mapping[str, list[str]], number: int) -> None:
        self.chance, self.known = chance, known
        self.keys = {
            kind: [f"{kind.replace('_', '-')}-{n}" for n in range(number // 5 + 1)] for kind in KINDS
        }
        self.number = number

    def manifests(self) -> list[Manifest]:
        names = [(kind, key) for kind in KINDS for key in self.keys[kind]][: self.number]
        self.keys = {kind: [key for of, key in names if of == kind] for kind in KINDS}
        return [self._manifest(kind, key) for kind, key in names]

    def _manifest(self, kind: str, key: str) -> Manifest:
        said = self._fields(kind, how_often=self.chance.choice((0.2, 0.6, 0.9)))
        return said | {
            "muster": 1,
            "kind": kind,
            "key": key,
            "title": key,
            "owner_team": self.known["team"][0],
        }

    def _fields(self, table: str, how_often: float) -> Manifest:
        said = {}
        for field in fields_of(table).values():
            if field.derived or not (field.required or self.chance.random() < how_often):
                continue
            value = self._value(field)
            if value is not None:
                said[field.name] = value
        return said

    def _value(self, field: Field) -> Any:
        if not field.required and self.chance.random() < 0.05:
            return {"$unknown": "asked the vendor"}
        match field.type:
            case "set":
                return self._some(vocabulary(field.of), 3)
            case "list":
                return [f"line {n}" for n in range(self.chance.randrange(3))]
            case "refs":
                return self._some(self._targets(field.of), 2)
            case "parts":
                return [self._fields(field.of, 0.7) for _ in range(self.chance.randrange(3))]
            case "ref":
                targets = self._targets(field.of)
                return self.chance.choice(targets) if targets else None
        return self._scalar(field)

    def _scalar(self, field: Field) -> Any:
        chance = self.chance
        match field.type:
            case "enum":
                return chance.choice(vocabulary(field.of))
            case "bool":
                return chance.random() < 0.6
            case "int":
                return chance.choice((1, 2, 3, 5))
            case "dec":
                return chance.choice((0, 1.5, 40, 97.25))
            case "date":
                return (TODAY - timedelta(days=chance.randrange(-300, 900))).isoformat()
            case "url":
                return "https://example.org/a"
            case "email":
                return "someone@example.org"
            case "json":
                return None
        return chance.choice(("short", "A longer sentence that says something.", "Ünïcödé – “quoted”"))

    def _targets(self, kind: str) -> list[str]:
        return [*self.known.get(kind, ()), *self.keys.get(kind, ())]

    def _some(self, words: Any, most: int) -> list[Any]:
        words = list(words)
        return sorted(self.chance.sample(words, min(len(words), self.chance.randrange(most + 1))), key=str)
