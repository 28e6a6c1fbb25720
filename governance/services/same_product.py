"""Two entries that turned out to be one product under two names: the table of names learns from them."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from policies.overlap import SHIPPED
from registry.models import Entry, Kind, User
from registry.services.aliases import teach_alias


class Names(NamedTuple):
    """What a tool is called; both are "" for what is no tool."""

    vendor: str = ""
    product: str = ""

    def differ_from(self, other: "Names") -> bool:
        """Whether there is anything to teach."""
        if not self.product or not other.product:
            return False
        ours, theirs = SHIPPED.product(*self), SHIPPED.product(*other)
        return (ours.vendor, ours.name) != (theirs.vendor, theirs.name)


def names_said(document: Mapping[str, Any]) -> Names:
    """As a manifest says them, saved or not."""
    if document.get("kind") != Kind.TOOL:
        return Names()
    vendor, product = document.get("vendor"), document.get("product")
    maker = vendor.get("name") if isinstance(vendor, Mapping) else vendor
    named = product if isinstance(product, str) and product.strip() else document.get("title")
    return Names(maker if isinstance(maker, str) else "", named if isinstance(named, str) else "")


def names_of(entry: Entry) -> Names:
    """As the register has them."""
    if entry.kind != Kind.TOOL:
        return Names()
    vendor = entry.tool.vendor
    return Names("" if vendor is None else vendor.name, entry.tool.product or entry.title)


def teach_pair(entry: Entry, other: Entry, *, by: User) -> None:
    """What ``entry`` is called means what ``other`` is called, for everybody, if the two differ."""
    ours, theirs = names_of(entry), names_of(other)
    if not ours.differ_from(theirs):
        return
    has_maker = not ours.vendor or ours.vendor.lower() in ours.product.lower()
    whole = ours.product if has_maker else f"{ours.vendor} {ours.product}"
    teach_alias("product", theirs.product, whole, by=by, vendor=theirs.vendor, learned_from=(entry, other))
