"""Consent that travels: for each entry the ways of its data, where consent ends, and for whom it is lawful.

A fact, JSON-safe: ``{covered, size, items, share, share_max, sources}``. Where it can't be told,
``covered`` is ``{"$unknown": reason}``; where a way is not covered, ``route``, ``broken_at`` and ``missing``
are of the worst. ``items``, worst first and at most 50: ``{chain: [{kind, key, title}], route, covered,
step, broken_at, missing, consent}``, ``covered`` only where known, the last four only where it isn't covered.
``sources``: what each takes away by itself, ``{key, title, low, high}``. All shares in percent.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from policies.engine.layers import Beneath
from policies.language.kleene import all_of
from policies.limits import LIMITS
from policies.lineage.coverage import NONE, Bounds
from policies.lineage.graph import Find, Graph, Path, Record
from policies.lineage.judging import Judge, Judgement
from policies.lineage.parts import Parts
from policies.lineage.said import text
from policies.lineage.shares import percent, share_of, taken_by_sources
from policies.record.fields import term_label

MOST_PATHS: Final = 50
NOT_SAID: Final = "Data that is not recorded here"
_TOO_FAR: Final = (
    f"Data is followed over {LIMITS.sources_on_a_way} sources, {LIMITS.models_on_a_way} models "
    f"and {LIMITS.ways_to_an_entry:,} ways at most; what lies beyond is not known"
)
_UNSAID: Final = "It is not recorded which data and which models it uses"
_WORDS: Final = ("route", "broken_at", "missing")
Fact = dict[str, Any]


class ConsentIndex:
    """A portfolio, prepared so that the ways to each of its entries are found at little cost."""

    def __init__(self, today: date, find: Find, beneath: Sequence[Beneath["ConsentIndex"]] = ()) -> None:
        """``find`` gives the record of what was taken in, also of what lies ``beneath``, so that none of them
        has to be kept here.
        """
        self._graph: Graph = Graph(find, [Beneath(one.index._graph, one.gone) for one in beneath])
        self._parts = Parts(today)

    @property
    def takes_in(self) -> tuple[str, ...]:
        return ("data_source", "use_case")

    def add(self, record: Record) -> None:
        self._graph.add(record)

    def of(self, record: Record) -> Fact:
        """What consent covers of the data that reaches a use case or a model."""
        judge = Judge(record, self._parts)
        judged = [(path, judge.of(path)) for path in self._graph.paths_to(record)]
        complete = _names_its_data(record)
        if len(judged) > 1:
            judged.sort(key=_worst_first)
        covered = all_of([*[one.covered for _, one in judged], True if complete else None])
        share = share_of(judged, self._parts)
        fact: Fact = {
            "covered": {"$unknown": _UNSAID} if covered is None else covered,
            "size": len(judged),
            "items": [_item(path, one) for path, one in judged[:MOST_PATHS]],
            **percent(share if complete else Bounds(NONE, share.high), "share", "share_max"),
            "sources": taken_by_sources(judged, share, self._parts),
        }
        return _told_by_the_worst(fact)


def consent_index(records: Iterable[Record], today: date) -> ConsentIndex:
    """The index of records that are at hand."""
    kept = list(records)
    named = {(text(record.get("kind")), text(record.get("key"))): record for record in kept}
    index = ConsentIndex(today, lambda kind, key: named.get((kind, key)))
    for record in kept:
        index.add(record)
    return index


def worded(fact: Fact) -> Fact:
    """The fact with its ways in words, made from the titles in ``chain``: the worst way speaks for all."""
    items = [item | _words_of(item["chain"], item.get("step")) for item in fact["items"]]
    plain = {name: value for name, value in fact.items() if name not in _WORDS}
    return _told_by_the_worst(plain | {"items": items})


def _told_by_the_worst(fact: Fact) -> Fact:
    items = fact["items"]
    worst = items[0] if items and items[0].get("covered") is not True else {}
    said = {name: worst[name] for name in _WORDS if name in worst}
    if isinstance(fact["covered"], dict):
        said["covered"] = {"$unknown": _reason(worst)}
    return fact | said


def _reason(worst: Mapping[str, Any]) -> str:
    """Why it can't be told whether consent covers everything."""
    missing = worst.get("missing", ())
    if "followed" in missing:
        return _TOO_FAR
    asked = "; ".join(term_label("consent_gap", gap).lower() for gap in missing)
    return f"Not recorded for {worst['broken_at']}: {asked}" if asked else _UNSAID


def _words_of(chain: list[Fact], step: int | None) -> dict[str, str]:
    titles = [node["title"] for node in chain]
    said = {"route": " → ".join(titles)}
    if step is not None:
        said["broken_at"] = " → ".join(titles[step : step + 2])
    return said


def _names_its_data(record: Record) -> bool:
    """Whether the entry says what it stands on, so that no way is left out."""
    if record.get("kind") == "ai_model":
        return True
    data = isinstance(record.get("data_links"), list) or record.get("processes_personal_data") is False
    return data and isinstance(record.get("models"), list)


def _worst_first(one: tuple[Path, Judgement]) -> tuple[Any, ...]:
    path, judged = one
    order = (False, None, True).index(judged.covered)
    keys = [text(record.get("key")) for _, record in path.records]
    return order, len(keys), keys, path.trains


def _item(path: Path, judged: Judgement) -> Fact:
    covered, _, step, missing, consent = judged
    chain = [_node(kind, record) for kind, record in path.records]
    item: Fact = {"chain": chain}
    if covered is not None:
        item["covered"] = covered
    if covered is not True:
        item["step"], item["missing"] = step, list(missing)
    if consent is not None:
        item["consent"] = _node("consent_scope", consent)
    item.update(_words_of(chain, step))
    return item


def _node(kind: str, record: Record) -> Fact:
    key = text(record.get("key"))
    return {"kind": kind, "key": key, "title": text(record.get("title")) or key or NOT_SAID}
