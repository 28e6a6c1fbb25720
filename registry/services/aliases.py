"""Names that mean the same: taught by who found two entries to be one, or who answers for the table."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from policies.canonical import digest
from policies.overlap.aliases import Aliases, aliases_of
from registry import clock, permissions
from registry.ledger.writing import record
from registry.models import Alias, Entry, User
from registry.watching import Watched


class AliasRefused(ValueError):
    """These can't be two names of one thing. ``field`` is what to change, or ""."""

    def __init__(self, message: str, field: str = "") -> None:
        self.field = field
        super().__init__(message)


@transaction.atomic
def teach_alias(
    of: str,
    name: str,
    also: str,
    *,
    by: User | None,
    vendor: str = "",
    learned_from: tuple[Entry, Entry] | None = None,
) -> Alias:
    """Let ``also`` mean ``name`` (a vendor, or a product of ``vendor``) from now on, for everybody.

    Saying it once more changes nothing. Raises ``PermissionDenied``, and ``AliasRefused`` where the other
    name has a meaning already.
    """
    _check_may_teach(by, learned_from)
    said = {"vendor": _one_line(vendor), "name": _one_line(name), "also": _one_line(also)}
    _check_two_names(of, **said)
    standing = Alias.objects.in_force().filter(of=of, also__iexact=said["also"]).first()
    if standing is not None:
        return _same(standing, said)
    entry, other = learned_from or (None, None)
    try:
        with transaction.atomic():
            alias = Alias.objects.create(of=of, entry=entry, other=other, confirmed_by=by, **said)
    except IntegrityError:
        return _same(Alias.objects.in_force().get(of=of, also__iexact=said["also"]), said)
    record("alias.taught", alias, by=by, **summary_of(alias))
    _follow(by)
    return alias


@transaction.atomic
def end_alias(alias: Alias, *, by: User | None) -> Alias:
    """Let the two names be two things again. Ending it once more changes nothing."""
    if by is not None and not may_teach(by):
        raise PermissionDenied("Only the council and operators end an alias.")
    alias = Alias.objects.select_for_update().get(pk=alias.pk)
    if alias.ended_at is None:
        _end(alias, by)
        _follow(by)
    return alias


def end_learned(entry: Entry, other: Entry, *, by: User | None) -> None:
    """End what these two entries taught. To be called in the transaction that takes their being one back."""
    pair = (entry, other)
    learned = Alias.objects.in_force().filter(entry__in=pair, other__in=pair)
    ended = list(learned.select_for_update(of=("self",)).select_related("entry", "other"))
    for alias in ended:
        _end(alias, by)
    if ended:
        _follow(by)


def aliases_said(*, visible_to: User | None = None) -> list[dict[str, str]]:
    """Those in force, as an export says them; with a reader, none that quotes what is out of sight."""
    rows = Alias.objects.in_force()
    if visible_to is not None:
        rows = rows.visible_to(visible_to)
    return [one.to_json() for one in rows.order_by("of", "vendor", "name", "also")]


def aliases_in_force() -> Aliases:
    """What names mean here: the organisation's own table over the one that ships."""
    return _WATCHED.now()


def aliases_read() -> list[QuerySet[Any]]:
    """All that those in force are made of (see ``registry.watching``)."""
    return [Alias.objects.in_force().order_by("pk").values_list("of", "vendor", "name", "also")]


_WATCHED = Watched(aliases_read, lambda _: aliases_of(aliases_said()))


def may_teach(by: User) -> bool:
    """Whether ``by`` may say what names mean without two entries that show it."""
    return permissions.may(by, "registry.change_alias")


def _end(alias: Alias, by: User | None) -> None:
    alias.ended_at, alias.ended_by = clock.now(), by
    alias.save(update_fields=["ended_at", "ended_by"])
    record("alias.ended", alias, by=by, **summary_of(alias))


def _check_may_teach(by: User | None, learned_from: tuple[Entry, Entry] | None) -> None:
    if by is None or may_teach(by):
        return
    if learned_from is None:
        raise PermissionDenied(
            "Only the council and operators say what names mean for the whole organisation."
        )
    seen = Entry.objects.visible_to(by).filter(pk__in=[entry.pk for entry in learned_from])
    if seen.count() < len(learned_from):
        raise PermissionDenied("You can say this only of two entries that you may see.")


def _check_two_names(of: str, *, vendor: str, name: str, also: str) -> None:
    if of not in Alias.Of.values:
        raise AliasRefused("Say whether these are names of a vendor or of a product.", "of")
    if not name:
        raise AliasRefused("Say today's name.", "name")
    if not also:
        raise AliasRefused("Say the other name.", "also")
    if name.lower() == also.lower():
        raise AliasRefused("These are the same name already.", "also")
    if of == Alias.Of.VENDOR and vendor:
        raise AliasRefused("A vendor has no vendor: leave this empty.", "vendor")
    for field, text, most in (("vendor", vendor, 200), ("name", name, 200), ("also", also, 400)):
        if len(text) > most:
            raise AliasRefused(f"Write at most {most} characters.", field)


def _same(standing: Alias, said: dict[str, str]) -> Alias:
    if (standing.vendor.lower(), standing.name.lower()) != (said["vendor"].lower(), said["name"].lower()):
        raise AliasRefused(
            f"“{standing.also}” means something else already. The council can end that.", "also"
        )
    return standing


def _one_line(text: str) -> str:
    return " ".join(text.split())


def summary_of(alias: Alias) -> dict[str, str | list[str]]:
    """For the ledger: whose entries taught it and a digest, nothing that anybody wrote."""
    entries = [entry.subject for entry in (alias.entry, alias.other) if entry is not None]
    return {"of": alias.of, "entries": entries, "names_digest": digest(alias.to_json())}


def _follow(by: User | None) -> None:
    for path in settings.MUSTER_AFTER_ALIASES:
        import_string(path)(by=by)
