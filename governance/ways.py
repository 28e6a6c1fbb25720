"""The links between entries, as far as one reader sees them, and where they leave that reader's sight."""

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from policies.record.fields import KINDS
from registry.services.references import references_in

Name = tuple[str, str]  # kind and key
Document = Mapping[str, Any]


@dataclass
class Ways:
    """``known``: the manifests in sight; ``hidden``: what is named and out of it; ``fed_by``: data sources by
    those that they feed.
    """

    known: dict[Name, Document] = field(default_factory=dict)
    hidden: set[Name] = field(default_factory=set)
    fed_by: defaultdict[Name, set[Name]] = field(default_factory=lambda: defaultdict(set))

    def lead_out_of_sight(self, document: Document, through: Container[str] | None) -> bool:
        """Whether links from ``document`` lead to what is hidden, over any number of them.

        ``through`` are the names of the fields that are followed; None for all, and for what feeds.
        """
        seen: set[Name] = set()
        ahead = set(links(document, through))
        while ahead:
            if ahead & self.hidden:
                return True
            seen |= ahead
            linked = {
                name for step in ahead if step in self.known for name in links(self.known[step], through)
            }
            fed = {name for step in ahead for name in self.fed_by.get(step, ())} if through is None else set()
            ahead = (linked | fed) - seen
        return False


def links(document: Document, through: Container[str] | None = None) -> Iterator[Name]:
    """What a manifest names, through the fields called so; None for all."""
    for _, one, value in references_in(document["kind"], document):
        if one.of in KINDS and isinstance(value, str) and (through is None or one.name in through):
            yield one.of, value
