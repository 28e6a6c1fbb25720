"""Having at hand what checks of today rest on, before somebody waits for it."""

from django.db import DatabaseError, connection

from governance.services.engine import Checker
from governance.services.rule_sets import UnreadableRules
from policies import Packs
from policies.compiled.findings import findings_of
from policies.record import KINDS


def warm_up() -> None:
    """Read the packs and the register, and write the functions of the rules; in a thread of its own.

    What is wrong with any of it is told to whoever asks for it.
    """
    try:
        checker = Checker()
        checker.facts.for_record({})
        for kind in _kinds(checker.packs):
            findings_of(checker.packs, kind, checker.as_of)
    except (UnreadableRules, DatabaseError):
        return
    finally:
        connection.close()


def _kinds(packs: Packs) -> list[str]:
    return [kind for kind in KINDS if any(kind in rule.applies_to for rule in packs.rules)]
