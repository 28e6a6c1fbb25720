"""Reading charters: strict YAML, the schema, then what a schema can't say. Every error has its place."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final

from policies.canonical import digest
from policies.charters.charter import Charter, Review, Terms
from policies.charters.schema import charter_schema, tiers
from policies.errors import CharterError, raise_all
from policies.folder import POLICIES
from policies.record.fields import KINDS
from policies.validation import Validator
from policies.yamlio import load_yaml

Problem = tuple[str, str, str]


_SHIPPED: Final = "charters/standard.yaml"


@cache
def shipped_charter() -> Charter:
    """The charter that counts until an organisation adopts its own."""
    return load_charter(shipped_text(), source=_SHIPPED)


def shipped_text() -> str:
    return POLICIES.joinpath(_SHIPPED).read_text("utf-8")


def load_charter(text: str, *, source: str) -> Charter:
    """Read a charter. Raises ``YamlError`` and ``CharterError`` with line and column."""
    loaded = load_yaml(text, source=source)
    said = loaded.value
    problems: list[Problem] = [(fault.pointer, fault.message, "") for fault in _validator().faults(said)]

    def told() -> Iterator[CharterError]:
        for pointer, message, hint in problems or _problems(said):
            line, column = loaded.position(pointer)
            yield CharterError(message, source=source, line=line, column=column, hint=hint)

    raise_all(told())
    return _charter(said)


@cache
def _validator() -> Validator:
    return Validator(charter_schema())


def _problems(said: Mapping[str, Any]) -> Iterator[Problem]:
    """What is wrong with a document that fits the schema: pointer, message, hint."""
    seats = said["seats"]
    for pointer, named in _named(said):
        if named not in seats:
            yield (
                pointer,
                f"{named} has no seat in this charter",
                "Name it under seats, or leave it out here.",
            )
    for seat, about in seats.items():
        if about.get("stands_in") == seat:
            yield f"/seats/{seat}/stands_in", f"{seat} can't stand in for itself", "Name another seat."
    for number, row in enumerate(said["reviews"]):
        heard = {*row["required"], *row.get("may_vote", [])}
        place = f"/reviews/{number}"
        if row["minimum_votes"] > len(heard):
            hint = "Ask for fewer votes, or name more seats under may_vote."
            yield f"{place}/minimum_votes", f"Only {len(heard)} seats are heard here", hint
        for index, seat in enumerate(row.get("veto", [])):
            if seat not in heard:
                yield (
                    f"{place}/veto/{index}",
                    f"{seat} is not heard here",
                    "Name it under required or may_vote.",
                )
    yield from _gaps(said["reviews"])


def _named(said: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every place that names a seat, with the seat."""
    lists = {f"/{name}": said[name] for name in ("may_waive", "may_change_rules", "may_suspend")}
    lists |= {f"/{name}/seats": said[name]["seats"] for name in ("urgent", "appeal")}
    for number, row in enumerate(said["reviews"]):
        lists |= {f"/reviews/{number}/{name}": row.get(name, []) for name in ("required", "may_vote", "veto")}
    for pointer, seats in lists.items():
        yield from ((f"{pointer}/{index}", seat) for index, seat in enumerate(seats))
    for seat, about in said["seats"].items():
        if "stands_in" in about:
            yield f"/seats/{seat}/stands_in", about["stands_in"]
    for name, seat in said["assessment_seat"].items():
        yield f"/assessment_seat/{name}", seat


def _gaps(reviews: list[Mapping[str, Any]]) -> Iterator[Problem]:
    """What no row fits, and rows that come too late to fit anything. Only use cases have a tier."""
    left = {(kind, tier) for kind in KINDS for tier in (tiers() if kind == "use_case" else [""])}
    for number, row in enumerate(reviews):
        fits = {
            one for one in left if one[0] in row["kinds"] and ("tiers" not in row or one[1] in row["tiers"])
        }
        if not fits:
            hint = "Take it out, or move it up."
            yield f"/reviews/{number}", "Rows above fit everything that this row would fit", hint
        left -= fits
    for kind, tier in sorted(left):
        of_tier = f" of the tier {tier}" if tier else ""
        yield "/reviews", f"No row fits a {kind}{of_tier}", "Add a row without tiers at the end."


def _charter(said: Mapping[str, Any]) -> Charter:
    return Charter(
        id=said["id"],
        title=said["title"],
        seats=tuple(said["seats"]),
        reviews=tuple(_review(row, said) for row in said["reviews"]),
        may_waive=tuple(said["may_waive"]),
        may_change_rules=tuple(said["may_change_rules"]),
        may_suspend=tuple(said["may_suspend"]),
        may_decide_urgently=tuple(said["urgent"]["seats"]),
        urgent_days=said["urgent"]["days"],
        appeal_seats=tuple(said["appeal"]["seats"]),
        appeal_days=said["appeal"]["days"],
        assessment_seat=said["assessment_seat"],
        digest=digest(said),
    )


def _review(row: Mapping[str, Any], said: Mapping[str, Any]) -> Review:
    """One row, with what the charter says of every round."""
    stands_in = {seat: about["stands_in"] for seat, about in said["seats"].items() if "stands_in" in about}
    terms = Terms(
        required=tuple(row["required"]),
        may_vote=tuple(row.get("may_vote", [])),
        minimum_votes=row["minimum_votes"],
        veto=tuple(row.get("veto", [])),
        stands_in={seat: other for seat, other in stands_in.items() if seat in row["required"]},
        days=row["days"],
        fast_track=row.get("fast_track", False),
        valid_months=row["valid_months"],
        urgent_seats=tuple(said["urgent"]["seats"]),
        urgent_days=said["urgent"]["days"],
        appeal_days=said["appeal"]["days"],
    )
    return Review(frozenset(row["kinds"]), frozenset(row.get("tiers", [])), terms)
