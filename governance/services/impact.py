"""What a change of the rules would do, by asking both the old and the new ones."""

from dataclasses import dataclass

from governance.services.engine import Checker
from governance.services.rule_sets import packs_in_force
from policies import Packs, PolicyError
from registry.models import Entry, User

# Asking both costs some milliseconds an entry, and somebody waits for the page.
MOST_ASKED = 200


@dataclass(frozen=True)
class Moved:
    entry: Entry
    before: str
    after: str


@dataclass(frozen=True)
class Impact:
    """``moved`` are those of the ``asked`` entries whose verdict would change; ``total`` may be more."""

    moved: tuple[Moved, ...]
    asked: int
    total: int


def impact_of(wanted: Packs, *, reader: User) -> Impact:
    """Evaluate what ``reader`` can see, the newest first, by the rules in force and by ``wanted``."""
    now, then = Checker(packs=packs_in_force()), Checker(packs=wanted)
    then.register = now.register
    entries = Entry.objects.visible_to(reader)
    asked = list(entries.order_by("-pk")[:MOST_ASKED])
    moved = []
    for entry in asked:
        record = now.register.registered(entry.kind, entry.key)
        before, after = _verdict(now, record), _verdict(then, record)
        if before != after:
            moved.append(Moved(entry, before, after))
    return Impact(tuple(moved), len(asked), entries.count())


def _verdict(checker: Checker, record: dict) -> str:
    """Blank where no rule is about this kind of thing."""
    try:
        return checker.check_record(record).verdict
    except PolicyError:
        return ""
