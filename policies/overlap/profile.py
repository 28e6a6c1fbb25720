"""What of a record is compared when looking for near duplicates."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from sys import intern
from typing import Any

from policies.overlap.normalise import listed_words, product_key, stem, words

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Profile:
    """The words, names and capabilities of one record; ``product`` is only set for tools.

    Of a large portfolio all are kept, so what follows from others is worked out when it is asked for.
    """

    kind: str
    key: str
    title: str
    name: tuple[str, ...]
    spoken: tuple[str, ...]
    described: bool
    product: tuple[str, str] | None
    category: str
    capabilities: frozenset[str]

    @property
    def counts(self) -> Mapping[str, int]:
        """How often each word is said, by its stem."""
        return Counter(map(stem, self.spoken))

    @property
    def spelled(self) -> Mapping[str, str]:
        """A word as it is said, by its stem."""
        return {stem(word): word for word in reversed(self.spoken)}

    @cached_property
    def called(self) -> str:
        return " ".join(self.name)

    @cached_property
    def numbers(self) -> set[str]:
        """Numbers in the name: "Reader 1" and "Reader 2" are siblings, however alike the rest is."""
        return {word for word in self.name if word.isdigit()}


def profile(record: Record) -> Profile:
    """Read a manifest or a resolved record; whatever wasn't said is left out."""
    is_tool = record.get("kind") == "tool"
    product = record.get("product") if words(record.get("product")) else record.get("title")
    maker = _vendor_name(record.get("vendor"))
    name = words(record.get("title"))
    description = (*words(record.get("description")), *words(record.get("intended_purpose")))
    spoken = [word for word in (*name, *name, *description) if word not in listed_words("filler_words")]
    capabilities = record.get("capabilities")
    return Profile(
        kind=str(record.get("kind") or ""),
        key=str(record.get("key") or ""),
        title=str(record.get("title") or record.get("key") or ""),
        name=name,
        spoken=tuple(map(intern, spoken)),
        described=bool(description),
        product=product_key(maker, product) if is_tool else None,
        category=str(record.get("tool_category") or "") if is_tool else "",
        capabilities=frozenset(capabilities) if is_tool and isinstance(capabilities, list) else frozenset(),
    )


def _vendor_name(vendor: object) -> object:
    """A vendor is written as its name, or as a mapping of its fields."""
    if isinstance(vendor, Mapping):
        return vendor.get("name") or vendor.get("key")
    return vendor
