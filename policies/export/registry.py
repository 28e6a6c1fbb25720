"""What a registry export says, as checks look it up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from policies.export.schema import SUPPORTING
from policies.facts import EVERYWHERE
from policies.record.fields import KINDS, REFERENCE_FIELD
from policies.record.resolve import Record, resolve
from policies.release import Release
from policies.waivers import Waiver

Manifest = Mapping[str, Any]
Name = tuple[str, str]


@dataclass(frozen=True)
class RegistryExport:
    """A registry as it stood when it was exported.

    ``supporting`` holds facts by kind and by what manifests call them; ``assessments`` and ``held`` what the
    server holds of an entry beside its manifest (see ``policies.facts`` for ``held``); ``whole`` says that it
    holds everything registered; ``rules`` are those in force there, for ``policies.export.rules``; ``engine``
    is the release that made it, and ``rules_at`` where the server shows these rules, where it says so.
    """

    organisation: Mapping[str, Any] | None
    manifests: Mapping[Name, Manifest] = field(default_factory=dict)
    supporting: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    assessments: Mapping[Name, list[dict[str, Any]]] = field(default_factory=dict)
    held: Mapping[Name, dict[str, Any]] = field(default_factory=dict)
    waivers: tuple[Waiver, ...] = ()
    whole: bool = False
    rules: Mapping[str, Any] = field(default_factory=dict)
    engine: Release | None = None
    rules_at: str = ""

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> "RegistryExport":
        """From a document that its schema has let through."""
        return cls(
            organisation=said["organisation"],
            manifests={(one["kind"], one["key"]): one for one in said["manifests"]},
            supporting={kind: _by_name(kind, said[section]) for section, kind in SUPPORTING.items()},
            assessments={(one["kind"], one["key"]): one["rows"] for one in said["assessments"]},
            held=_held(said),
            waivers=tuple(Waiver.from_json(one) for one in said["waivers"]),
            whole=said["whole"],
            rules=said["settings"],
            engine=Release.from_json(said["engine"]) if "engine" in said else None,
            rules_at=said.get("rules_at", ""),
        )

    def records(self, ours: Iterable[Manifest]) -> dict[Name, Record]:
        """The record of everything exported, with ``ours`` before what is registered under the same key."""
        known = {**self.manifests, **{(one["kind"], one["key"]): one for one in ours}}

        def lookup(kind: str, key: str) -> Manifest | None:
            if kind not in KINDS:
                return self.supporting.get(kind, {}).get(key.lower() if kind == "person" else key)
            found = known.get((kind, key))
            return None if found is None else complete(found)

        def complete(manifest: Manifest) -> Manifest:
            if not manifest.get("assessments") and not self.assessments:
                return manifest
            from policies.assessments.held import with_assessments  # few say any

            return with_assessments(manifest, self.assessments, org=self.organisation, lookup=lookup)

        return {name: resolve(complete(one), lookup, org=self.organisation) for name, one in known.items()}

    def held_with(self, ours: Iterable[Manifest]) -> Mapping[Name, Mapping[str, Any]]:
        """``held``; where all was exported, nothing was decided yet on a use case that is not there."""
        if not self.whole:
            return self.held
        new = [("use_case", one["key"]) for one in ours if one["kind"] == "use_case"]
        undecided = {name: {"decisions": {"items": []}} | self.held.get(name, {}) for name in new}
        return {**self.held, **undecided}


def _held(said: Mapping[str, Any]) -> dict[Name, dict[str, Any]]:
    """What was decided on each entry, by the council and on what looks like it, and what names mean."""
    from policies.overlap.aliases import aliases_of  # what compares is loaded where there is an export
    from policies.overlap.decided import by_entry

    council = {(one["kind"], one["key"]): {"items": one["items"]} for one in said["decisions"]}
    overlaps = by_entry(said.get("overlap_decisions", ()))
    kinds: tuple[tuple[str, Mapping[Name, Any]], ...] = (("decisions", council), ("overlap", overlaps))
    held: dict[Name, dict[str, Any]] = {
        name: {kind: found[name] for kind, found in kinds if name in found} for name in {*council, *overlaps}
    }
    return held | {EVERYWHERE: {"aliases": aliases_of(said.get("aliases", ()))}}


def _by_name(kind: str, rows: Iterable[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    name = REFERENCE_FIELD.get(kind, "key")
    return {one[name]: one for one in rows}
