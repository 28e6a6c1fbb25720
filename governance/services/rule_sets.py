"""Packs and settings as they are kept: written once, found by digest, and read back as they were."""

import logging
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import Any

from django.conf import settings
from django.db import connections, transaction

from governance.models import Activation, PackVersion, RuleSet
from policies import Packs, PolicyError, Settings, load_packs, read_settings, tune
from policies.canonical import canonical_bytes
from policies.language.packs import read_packs
from policies.language.rules import Rule
from registry.models import User
from registry.watching import Watched

logger = logging.getLogger(__name__)


class UnknownRules(Exception):
    """No rules of that digest are kept, or what is kept is not what its digest says."""


class UnreadableRules(UnknownRules):
    """This release can't use the rules in force: nothing is checked, rather than by some of them."""


def digest_in_force() -> str:
    """That of the rules activated last, whether or not this release can use them.

    Blank where nothing was activated and the packs that count then can't be read: see ``default_packs``.
    """
    return _IN_FORCE.now() or _default_digest()


# Asked by each request.
_IN_FORCE: Watched[str | None] = Watched(
    lambda: [Activation.objects.exclude(number=None).order_by("-number").values_list("rule_set__digest")[:1]],
    lambda _: Activation.objects.in_force().values_list("rule_set__digest", flat=True).first(),
)


def packs_in_force() -> Packs:
    """What was activated last; where nothing ever was, the packs of ``MUSTER_PACKS``, else those that ship.

    One query; the packs themselves are read once in each process and kept by their digest. Raises
    ``UnreadableRules``: no other rules take the place of those that somebody answers for.
    """
    digest = digest_in_force()
    try:
        return packs_of(digest)
    except UnreadableRules:
        raise
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
    """The packs of ``MUSTER_PACKS``, else those that ship.

    Raises ``UnreadableRules`` where one of them is wrong: without it the others would be other rules.
    """
    found = _loaded(tuple(settings.MUSTER_PACKS))
    if isinstance(found, Packs):
        return found
    whose = "The packs that MUSTER_PACKS names" if settings.MUSTER_PACKS else "The packs that ship"
    number = len(found.others)
    more = f" And {number} more mistake{'' if number == 1 else 's'}." if number else ""
    way_out = "Mend them, and start Muster again."
    raise UnreadableRules(f"{whose} can't be used, so nothing is checked. {way_out} {found}{more}") from found


def _default_digest() -> str:
    found = _loaded(tuple(settings.MUSTER_PACKS))
    return found.digest if isinstance(found, Packs) else ""


def packs_of(digest: str) -> Packs:
    """The rules that a check names. Raises ``UnknownRules``, or PolicyError where they are no rules now."""
    return default_packs() if digest in ("", _default_digest()) else _kept(digest)


def rules_of(digest: str) -> tuple[Rule, ...]:
    """The same without packs, for whoever keeps them for long: packs hold their text and where all stood."""
    return (default_packs() if digest in ("", _default_digest()) else _read(digest)).rules


@cache
def _loaded(paths: tuple[str, ...]) -> Packs | PolicyError:
    """Read once in each process, or once found to be wrong."""
    try:
        return load_packs(paths or None)
    except PolicyError as problem:
        return problem


@lru_cache(maxsize=16)
def _kept(digest: str) -> Packs:
    return _read(digest)


def _read(digest: str) -> Packs:
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


def keep_shipped_packs(using: str = "default", paths: tuple[str, ...] = (), **_: Any) -> None:
    """After every migrate, so that the packs of each release stay readable after the next one."""
    if PackVersion._meta.db_table not in connections[using].introspection.table_names():
        return
    found = _loaded(paths)
    if isinstance(found, Packs):
        keep_packs(found)
    else:
        logger.error("the packs that ship can't be used, so none of them is kept: %s", found)


def versions_of(digests: Sequence[str]) -> list[PackVersion]:
    """The kept versions with these digests. Raises ``UnknownRules`` for one that is not kept."""
    found = list(PackVersion.objects.filter(digest__in=digests))
    if missing := set(digests) - {one.digest for one in found}:
        raise UnknownRules(f"No pack with the digest {min(missing)} is kept here.")
    return found


def _known(digests: Iterable[str]) -> set[str]:
    rows = PackVersion.objects.filter(digest__in=list(digests))
    return set(rows.values_list("digest", flat=True))
