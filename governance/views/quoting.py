"""Messages that were taken out of sight of a reader, with the names put back that their own entry says."""

from collections.abc import Iterable
from typing import Any, Final

from governance.services.rule_sets import usable_packs
from governance.unquoted import HIDDEN
from governance.views.names import Name
from policies.engine.words import listed, quoted
from policies.language.templates import EntryNames, Part, Plural

LEFT_OUT: Final = "…"
_NAMED: Final = 5


def message_to(finding: Any, inside: Iterable[Name]) -> str:
    """The message, naming ``inside``, the entries its places lie in, where it left out nothing but names.

    A reader who may not see an entry knows its key, which stands in the entry that links to it.
    """
    message = str(finding.message)
    names = [quoted(one.text) for one in inside if one.text]
    if HIDDEN not in str(finding.why) or message.count(LEFT_OUT) != 1 or not names:
        return message
    return message.replace(LEFT_OUT, listed(names, _NAMED)) if _leaves_names_out(finding) else message


def _leaves_names_out(finding: Any) -> bool:
    packs = usable_packs()
    rules = packs.rules if packs else ()
    named = (finding.rule_id, finding.rule_version)
    parts: list[Part] = [
        part
        for rule in rules
        if (rule.id, rule.version) == named
        for check in rule.require
        if check.id == finding.check_id
        for part in check.message.parts
        if not isinstance(part, str)
    ]
    return any(isinstance(part, EntryNames) for part in parts) and all(
        isinstance(part, EntryNames | Plural) for part in parts
    )
