"""How far a rule looks, and whether what was found by it quotes anything but its own entry."""

from collections.abc import Mapping
from enum import IntEnum
from functools import cache
from typing import Any, Final

from governance.models import Finding, Waiver
from governance.services.rule_sets import packs_of
from policies import Packs
from policies.engine.compact import WHEN
from policies.language.nodes import Constant, FromToday, LegalDay, Measured, Node, operands, paths_in, walk
from policies.language.rules import Check, Rule
from policies.language.shapes import LINEAGE_FACTS, OWN_FACTS
from policies.record.fields import KINDS, PARTS, SUPPORTING, fields_of
from policies.record.pointers import trail_of

REASONS_HIDDEN: Final = "Which answers bring it up rests on more than you can see."
_TABLES: Final = (*KINDS, *PARTS, *SUPPORTING)


class Reach(IntEnum):
    """What a rule looks at: the entry's own words, what it links to, what feeds that, or the portfolio."""

    OWN = 0
    LINKS = 1
    LINEAGE = 2
    PORTFOLIO = 3


def reach_of(judged: Finding | Waiver, packs: Packs) -> Reach:
    """How far the rule of a finding or waiver looks; the whole portfolio for one not in ``packs``.

    A finding is judged by the packs of its check: a rule can become another one under the same version.
    """
    return _reaches(packs.digest).get((judged.rule_id, judged.rule_version), Reach.PORTFOLIO)


def links_followed(judged: Finding, packs: Packs) -> frozenset[str] | None:
    """The names of the fields through which its check, and what brings its rule up, look at other entries.

    None where ``packs`` have no such check: that one may have followed any.
    """
    rule = _rule_of(judged, packs)
    asked = _asked(judged, rule) if rule is not None else None
    if rule is None or asked is None:
        return None
    paths = paths_in((rule.when, asked, rule.effective_overrides))
    return _link_fields().intersection(step for path in paths for step in path.steps)


def quotes_only_its_entry(finding: Finding, packs: Packs) -> bool:
    """Whether message and places rest on nothing but what the entry itself says, and all places are told.

    That other places don't matter is no more than the pointers tell, which everybody is shown.
    """
    rule = _rule_of(finding, packs)
    asked = _asked(finding, rule) if rule is not None else None
    if rule is None or asked is None or finding.outcome not in ("fail", "unknown"):
        return False
    words = asked.message if isinstance(asked, Check) and finding.outcome == "fail" else None
    if _reach(words, packs) is not Reach.OWN:
        return False
    node = asked.that if isinstance(asked, Check) else asked
    if _reach(node, packs) is Reach.OWN:
        return True
    kind = finding.run.entry.kind
    told = not finding.more_pointers and all(_is_own(kind, place, packs) for place in finding.pointers)
    return told and _compares_as_written(node)


def why_in_sight(finding: Finding, packs: Packs) -> str:
    """Why the rule exists, and why it is asked here where the entry itself says so."""
    rule = _rule_of(finding, packs)
    if rule is None:
        return REASONS_HIDDEN
    if finding.check_id == WHEN or _reach(rule.when, packs) is Reach.OWN:
        return finding.why
    return REASONS_HIDDEN if rule.why == rule.title else f"{rule.why} {REASONS_HIDDEN}"


def _rule_of(finding: Finding, packs: Packs) -> Rule | None:
    named = (finding.rule_id, finding.rule_version)
    return next((rule for rule in packs.rules if (rule.id, rule.version) == named), None)


def _asked(finding: Finding, rule: Rule) -> Check | Node | None:
    if finding.check_id == WHEN:
        return rule.when
    return next((check for check in rule.require if check.id == finding.check_id), None)


def _is_own(kind: str, place: Mapping[str, Any], packs: Packs) -> bool:
    """Whether the place lies in the entry, and what is quoted there is of no other."""
    if place["pointer"].startswith("/facts/"):
        return packs.facts[place["pointer"].split("/")[2]].kind in OWN_FACTS
    trail = trail_of(kind, place["pointer"])
    if not trail or trail[-1].pointer != place["pointer"]:
        return False
    *way, last = (stop.field for stop in trail)
    leads_out = last.type == "ref" and last.of in KINDS
    return not any(field.of in KINDS for field in way) and (not leads_out or place["actual"] is None)


def _compares_as_written(node: Node) -> bool:
    """Whether no place of the entry quotes what was read, counted or added up elsewhere."""
    return not any(
        isinstance(one, Measured)
        or any(not isinstance(said, Constant | LegalDay | FromToday) for said in operands(one))
        or any(True for said in operands(one) for _ in paths_in(said))
        for one in walk(node)
    )


@cache
def _reaches(packs_digest: str) -> Mapping[tuple[str, int], Reach]:
    """How far each rule looks, worked out once for the packs of this digest."""
    packs = packs_of(packs_digest)
    return {
        (rule.id, rule.version): _reach((rule.when, rule.require, rule.effective_overrides), packs)
        for rule in packs.rules
    }


def _reach(asked: Any, packs: Packs) -> Reach:
    """How far a predicate, a message or several of them look."""
    links, facts = _link_fields(), packs.facts
    reach = Reach.OWN
    for path in paths_in(asked):
        if path.root == "facts":
            kind = facts[path.steps[0]].kind
            if kind in LINEAGE_FACTS:
                reach = max(reach, Reach.LINEAGE)
            elif kind not in OWN_FACTS and path.steps[-1] not in {"size", "size_max"}:
                return Reach.PORTFOLIO
        elif links.intersection(path.steps):
            reach = max(reach, Reach.LINKS)
    return reach


@cache
def _link_fields() -> frozenset[str]:
    """The names of all fields that lead to another entry."""
    tables = (fields_of(name) for name in _TABLES)
    return frozenset(field.name for table in tables for field in table.values() if field.of in KINDS)
