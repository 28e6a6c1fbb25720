"""Who has to act on a finding: the role that the rule names, and whom the register knows in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from governance.views.names import Name, Names
from policies.language.responsible import who_label
from policies.record import fields_of

# Where an entry of the kind itself says who has the role, the surest first.
_FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "business_owner": ("business_owner",),
    "technical_owner": ("technical_owner",),
    "accountable_person": ("accountable_person",),
    "owner_team": ("owner_team",),
    "model_owner": ("inventory_owner", "accountable_person", "owner_team"),
    "data_source_owner": ("integrity_owner", "steward", "accountable_person", "owner_team"),
    "tool_owner": ("accountable_person", "owner_team"),
    "consent_owner": ("accountable_person", "owner_team"),
}
# Roles of the organisation, and the function whose seat on the council answers for them.
_SEATS: Final = {
    "data_protection_officer": "privacy",
    "legal_counsel": "legal",
    "information_security": "security",
}
# Roles of other kinds: on a use case they belong to what it links to.
_KIND: Final = {
    "model_owner": "ai_model",
    "data_source_owner": "data_source",
    "tool_owner": "tool",
    "consent_owner": "consent_scope",
}


@dataclass(frozen=True)
class Acting:
    """``role`` in words, and names of people and teams as far as the reader may know them.

    ``council`` are the names of who answers for such matters on the council.
    ``is_unnamed``: the entry has a place for the name, and nobody stands there; ``url`` is that place, or "".
    """

    role: str
    names: tuple[str, ...] = ()
    council: tuple[str, ...] = ()
    is_unnamed: bool = False
    url: str = ""


def acting_on(
    who: str,
    document: Mapping[str, Any],
    names: Names,
    reached: Iterable[tuple[str, Name]],
    form_url: str | None,
) -> Acting | None:
    """``reached`` are the entries, by kind, that the finding's places lead into and the reader may see."""
    if not who:
        return None
    if (adviser := helping(who, names)) is not None:
        return adviser
    kind = _KIND.get(who, document["kind"])
    if kind == document["kind"]:
        named = _named_here(who, document, names)
        asked = next((name for name in _FIELDS.get(who, ()) if name in fields_of(kind)), "")
        unnamed = bool(asked) and not named
        url = f"{form_url}#f-{asked}" if unnamed and form_url is not None else ""
        return Acting(who_label(who), named, is_unnamed=unnamed, url=url)
    teams = (f"team {name.team} for {name.text}" for one, name in reached if one == kind and name.team)
    return Acting(who_label(who), tuple(dict.fromkeys(teams)))


def _named_here(who: str, document: Mapping[str, Any], names: Names) -> tuple[str, ...]:
    table = fields_of(document["kind"])
    for name in _FIELDS.get(who, ()):
        key = document.get(name)
        if name in table and isinstance(key, str):
            team = "team " if table[name].of == "team" and who != "owner_team" else ""
            return (f"{team}{names.of(table[name].of, key).text}",)
    return ()


def helping(who: str, names: Names) -> Acting | None:
    """Who can be asked about an open question that the team of the entry answers, or None."""
    if who not in _SEATS:
        return None
    return Acting(who_label(who), council=names.holders.get(_SEATS[who], ()))
