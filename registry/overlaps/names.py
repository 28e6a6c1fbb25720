"""What all signatures of entries were made with, and what they were compared by."""

from typing import NamedTuple

from policies.canonical import digest
from policies.overlap import Aliases, aliases_of
from policies.release import this_release
from registry.services.aliases import aliases_read, aliases_said
from registry.watching import Watched


class Names(NamedTuple):
    """What names of vendors and products mean here."""

    aliases: Aliases
    # Changes with the release and with the organisation's own names.
    stamp: str


def names_in_force() -> Names:
    return _WATCHED.now()


def _names(_: Names | None) -> Names:
    said = aliases_said()
    return Names(aliases_of(said), digest([this_release().to_json(), said])[:16])


_WATCHED = Watched(aliases_read, _names)


def comparing_stamp() -> str:
    """Changes with the release alone: names are in the signatures already."""
    return digest(this_release().to_json())[:16]
