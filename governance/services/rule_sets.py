"""Packs and settings as they are kept: written once, found by digest, and read back as they were."""

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import Any

from django.conf import settings
from django.db import connections, transaction

from governance.models import Activation, PackVersion, RuleSet
from policies import Packs, PolicyError, Settings, load_packs, read_settings, tune
from policies.canonical import canonical_bytes
from policies.language.packs import read_packs
from registry.models import User


class UnknownRules(Exception):
    """No rules of that digest are kept, or what is kept is not what its digest says."""


class UnreadableRules(UnknownRules):
    """The rules in force were kept by another release, and this one can't use them: nothing is checked."""


def digest_in_force() -> str:
    """That of the rules activated last, whether or not this release can use them."""
    digest = Activation.objects.in_force().values_list("rule_set__digest", flat=True).first()
    return digest or default_packs().digest


def packs_in_force() -> Packs:
    """What was activated last; where nothing ever was, the packs of ``MUSTER_PACKS``, else those that ship.

    One query; the packs themselves are read once in each process and kept by their digest. Raises
    ``UnreadableRules``: no other rules take the place of those that somebody answers for.
    """
    digest = digest_in_force()
    try:
        return packs_of(digest)
    except (UnknownRules, PolicyError) as problem:
        message = (
            "This release of Muster can't use the rules in force, so nothing is checked. Activate others, or "
            f"go back to the release before. The rules are {digest[:12]}: {problem}"
        )
        raise UnreadableRules(message) from problem


def usable_packs() -> Packs | None:
    """The packs in force for pages that open without them too; None where this release can't use them."""
    try:
        return packs_in_force()
    except UnreadableRules:
        return None


def default_packs() -> Packs:
    return _loaded(tuple(settings.MUSTER_PACKS))


def packs_of(digest: str) -> Packs:
    """The rules that a check names. Raises ``UnknownRules``."""
    return default_packs() if digest == default_packs().digest else _kept(digest)


@cache
def _loaded(paths: tuple[str, ...]) -> Packs:
    return load_packs(paths or None)


@lru_cache(maxsize=16)
def _kept(digest: str) -> Packs:
    kept = RuleSet.objects.filter(digest=digest).first()
    if kept is None:
        raise UnknownRules(f"No rules with the digest {digest} are kept here.")
    texts = PackVersion.objects.filter(digest__in=kept.packs).values_list("pack", "text")
    packs = tune(read_packs((f"{pack}.yaml", text) for pack, text in texts), settings_of(kept.settings))
    if packs.digest != digest:
        raise UnknownRules(f"What is kept as the rules {digest} is something else.")
    return packs


def settings_of(document: Any) -> Settings:
    """Settings from their JSON. Raises PackError where it is not that of settings."""
    return read_settings(canonical_bytes(document), source="settings")


@transaction.atomic
def keep_rule_set(packs: Packs, *, author: User | None = None) -> RuleSet:
    """Keep these packs and settings, unless they are. ``author`` wrote the packs that are new here."""
    if kept := RuleSet.objects.filter(digest=packs.digest).first():
        return kept
    keep_packs(packs, author=author)
    said = {"packs": [pack.digest for pack in packs.packs], "settings": packs.settings.to_json()}
    return RuleSet.objects.get_or_create(digest=packs.digest, defaults=said)[0]


def keep_packs(packs: Packs, *, author: User | None = None) -> None:
    known = _known(pack.digest for pack in packs.packs)
    for pack in packs.packs:
        if pack.digest not in known:
            said = {"pack": pack.id, "version": pack.version, "title": pack.title, "text": pack.text}
            PackVersion.objects.get_or_create(digest=pack.digest, defaults=said | {"author": author})


def keep_shipped_packs(using: str = "default", **_: Any) -> None:
    """After every migrate, so that the packs of each release stay readable after the next one."""
    if PackVersion._meta.db_table in connections[using].introspection.table_names():
        keep_packs(_loaded(()))


def versions_of(digests: Sequence[str]) -> list[PackVersion]:
    """The kept versions with these digests. Raises ``UnknownRules`` for one that is not kept."""
    found = list(PackVersion.objects.filter(digest__in=digests))
    if missing := set(digests) - {one.digest for one in found}:
        raise UnknownRules(f"No pack with the digest {min(missing)} is kept here.")
    return found


def _known(digests: Iterable[str]) -> set[str]:
    rows = PackVersion.objects.filter(digest__in=list(digests))
    return set(rows.values_list("digest", flat=True))
