"""The ways by which data reaches an entry: source, perhaps profiles it feeds, perhaps models, use case."""

from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from operator import itemgetter
from typing import Any, Final, NamedTuple

from policies.engine.layers import Beneath
from policies.limits import LIMITS
from policies.lineage.said import mappings, text

Record = Mapping[str, Any]
Link = Mapping[str, Any]
Node = tuple[str, Record]
Find = Callable[[str, str], Record | None]
_TRAINING: Final = frozenset({"training", "fine_tuning"})
_TESTING: Final = frozenset({"validation", "testing"})
_TEACHING: Final = _TRAINING | _TESTING
# In place of a source, where the limits end what is followed.
_FURTHER_BACK: Final[Node] = ("data_source", {"title": "Data from further back"})
_MORE: Final[Node] = ("data_source", {"title": "Data on further ways"})
# By which field of a model a source comes to it, and which uses of data tell under what basis it does.
_INTO_MODELS: Final = (("training_data", _TRAINING), ("evaluation_data", _TESTING))


class Path(NamedTuple):
    """One way from a source to the entry that stands on it.

    ``records`` are what lies on the way, the source first; of something unknown the record is empty.
    ``links`` are the data links that say on what basis the data moves, () where nobody recorded one.
    """

    records: tuple[Node, ...]
    links: tuple[Link, ...]
    trains: bool = False

    @property
    def is_cut(self) -> bool:
        """Whether more lies behind it than is followed."""
        return self.records[0] is _FURTHER_BACK or self.records[0] is _MORE

    @property
    def source(self) -> Record:
        return self.records[0][1]

    @property
    def end(self) -> Node:
        return self.records[-1]

    @property
    def is_fed(self) -> bool:
        """Whether the data comes over another source, such as a customer profile."""
        return len(self.records) > 1 and self.records[1][0] == "data_source"

    @property
    def into_model(self) -> int | None:
        """The first step of the way that leads into a model, if one does: step 0 is the first."""
        for step, (kind, _) in enumerate(self.records):
            if step and kind == "ai_model":
                return step - 1
        return None


class Graph:
    """What the portfolio says beyond one record: who feeds which profile, on what basis models learn."""

    def __init__(self, find: Find, beneath: Sequence[Beneath["Graph"]] = ()) -> None:
        """``find`` gives the record of what was taken in, also of what lies ``beneath``: only keys are kept,
        and what teaches models.
        """
        self._find = find
        self._layers: list[tuple[Graph, set[str], set[str]]] = [(self, set(), set())]
        self._layers += [
            (one.index, one.keys_gone("data_source"), one.keys_gone("use_case")) for one in beneath
        ]
        self._feeding: defaultdict[str, list[str]] = defaultdict(list)
        self._taught: defaultdict[tuple[str, str], list[tuple[str, Link]]] = defaultdict(list)

    def add(self, record: Record) -> None:
        """Take in an entry of the portfolio."""
        if record.get("kind") == "data_source":
            if profile := text(mapping_of(record, "unified_profile").get("key")):
                self._feeding[profile].append(text(record.get("key")))
        elif record.get("kind") == "use_case":
            self._learn(record)

    def _learn(self, record: Record) -> None:
        models = [text(model.get("key")) for model in mappings(record.get("models"))]
        for link in mappings(record.get("data_links")) if models else ():
            if text(link.get("usage")) in _TEACHING:
                source = text(mapping_of(link, "data_source").get("key"))
                # Without the source, whose record would be kept along.
                terms = {name: value for name, value in link.items() if name != "data_source"}
                for model in models:
                    self._taught[model, source].append((text(record.get("key")), terms))

    def paths_to(self, record: Record) -> Iterator[Path]:
        """Every way by which data reaches a use case or a model; past the limits one that ``is_cut``."""
        ways = self._all_to(record)
        yield from islice(ways, LIMITS.ways_to_an_entry)
        if next(ways, None) is not None:
            yield Path((_MORE, (text(record.get("kind")), record)), ())

    def _all_to(self, record: Record) -> Iterator[Path]:
        if record.get("kind") == "ai_model":
            yield from self._into_model(record, None)
            return
        for link in links_of(record):
            if link.get("usage") != "output_store":
                source = mapping_of(link, "data_source")
                trains = text(link.get("usage")) in _TRAINING
                for way in self._back_from(source):
                    yield Path((*way, ("use_case", record)), (link,), trains)
        for model in mappings(record.get("models")):
            yield from self._into_model(model, record)

    def _into_model(self, model: Record, user: Record | None) -> Iterator[Path]:
        """The ways into a model, and into those that it was made from: what they learned it knows too."""
        end: tuple[Node, ...] = (("use_case", user),) if user is not None else ()
        line = self._made_from(model)
        for base in line[: LIMITS.models_on_a_way]:
            end = (("ai_model", base), *end)
            yield from self._taught_to(base, end, user)
        if len(line) > LIMITS.models_on_a_way:
            yield Path((_FURTHER_BACK, *end), (), trains=True)

    def _made_from(self, model: Record) -> list[Record]:
        """The model, what it was made from, what that was made from, and so on; none of them twice."""
        line, seen = [model], {text(model.get("key"))}
        while len(line) <= LIMITS.models_on_a_way and (base := mapping_of(line[-1], "made_from")):
            key = text(base.get("key"))
            if key in seen:
                break
            seen.add(key)
            line.append(base if "$unknown" in base else self._find("ai_model", key) or base)
        return line

    def _taught_to(self, model: Record, end: tuple[Node, ...], user: Record | None) -> Iterator[Path]:
        """The ways of the data that a model itself learned from or was tested on."""
        if (
            not isinstance(model.get("training_data"), list)
            and model.get("trained_on_customer_data") is not False
        ):
            yield Path((("data_source", {}), *end), (), trains=True)
        for field, usages in _INTO_MODELS:
            for source in mappings(model.get(field)):
                links = tuple(self._links(text(model.get("key")), text(source.get("key")), usages, user))
                for way in self._back_from(source):
                    yield Path((*way, *end), links, trains=usages is _TRAINING)

    def _links(self, model: str, source: str, usages: frozenset[str], user: Record | None) -> Iterator[Link]:
        """The data links by which this source comes to this model: of its user, else of other use cases."""
        own = mappings(user.get("data_links")) if user is not None else []
        found = [
            link
            for link in own
            if text(link.get("usage")) in usages and mapping_of(link, "data_source").get("key") == source
        ]
        if found:
            yield from found
            return
        mine = text(user.get("key")) if user is not None else ""
        for key, link in self._teaching(model, source):
            if key != mine and text(link.get("usage")) in usages:
                yield link

    def _back_from(self, source: Record) -> Iterator[tuple[Node, ...]]:
        """The source by itself, and each way by which other sources feed it, the nearest first."""
        alone: tuple[Node, ...] = (("data_source", source),)
        yield alone
        if not self._feeders(text(source.get("key"))):
            return
        open_ways: deque[tuple[tuple[Node, ...], frozenset[str]]] = deque([(alone, frozenset())])
        while open_ways:
            way, seen = open_ways.popleft()
            key = text(way[0][1].get("key"))
            for feeder in self._feeders(key) if key and key not in seen else ():
                if len(way) == LIMITS.sources_on_a_way:
                    yield (_FURTHER_BACK, *way)
                    break
                longer = ("data_source", self._find("data_source", feeder) or {}), *way
                yield longer
                open_ways.append((longer, seen | {key}))

    def _feeders(self, profile: str) -> list[str]:
        found: list[str] = []
        for one, gone, _ in self._layers:
            if profile in one._feeding:
                found += [key for key in one._feeding[profile] if key not in gone]
        return sorted(found)

    def _teaching(self, model: str, source: str) -> list[tuple[str, Link]]:
        """The data links by which use cases bring a source to a model, in order of their keys."""
        found: list[tuple[str, Link]] = []
        for one, _, gone in self._layers:
            if (model, source) in one._taught:
                found += [taught for taught in one._taught[model, source] if taught[0] not in gone]
        return sorted(found, key=itemgetter(0))


def links_of(record: Record) -> list[Link]:
    """The data links of a use case, and the profile that it reads as one without terms if none is of it."""
    links = mappings(record.get("data_links"))
    profile = mapping_of(record, "profile")
    if not profile:
        return links
    read = [
        mapping_of(link, "data_source").get("key") for link in links if link.get("usage") != "output_store"
    ]
    if profile.get("key") in read:
        return links
    return [*links, {"data_source": profile, "usage": "inference_input"}]


def mapping_of(record: Record, field: str) -> Record:
    """The thing a field refers to; {} where that is not said."""
    value = record.get(field)
    return value if value is not None and isinstance(value, (dict, Mapping)) else {}
