"""One rule judged openly: whether it is decided for good, and else what it waits for."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from policies.asking.gaps import gaps_in
from policies.asking.levels import PASS, level_of, worst_of
from policies.asking.openly import OpenSubject
from policies.engine.findings import day_of, is_preview
from policies.language.kleene import Truth, all_of
from policies.language.nodes import Node, paths_in
from policies.language.rules import Rule
from policies.language.values import MISSING, WrongTypeError, said
from policies.law.territory import places_of, touches
from policies.record.fields import KINDS, fields_of

_ORGANISATION: Final = "/org/jurisdictions"
_COUNTRIES: Final = "member_states"


@dataclass(frozen=True)
class Standing:
    """How far a rule is decided: it brings the verdict to ``sure`` at least, and to ``worst`` at most.

    Between the two decides what is missing at ``waits_for`` (JSON pointers), and nothing else.
    """

    rule: Rule
    sure: int
    worst: int
    waits_for: tuple[str, ...] = ()


def stand(rule: Rule, subject: OpenSubject) -> Standing:
    """Judge ``rule`` without taking anything that is missing for absent."""
    try:
        previews, moving = _previews(rule, subject)
        if previews == {True}:
            return Standing(rule, PASS, PASS)
        found = _judged(rule, subject)
    except WrongTypeError:
        worst = max(worst_of(rule), level_of(rule, "error", preview=False))
        return Standing(rule, PASS, worst, tuple(_all_gaps(rule, subject)))
    sure = PASS if True in previews else found.sure
    return Standing(rule, sure, found.worst, (*moving, *found.waits_for))


def _judged(rule: Rule, subject: OpenSubject) -> Standing:
    """The rule as if it were in force. Raises WrongTypeError."""
    reaches, places = _reaches(rule, subject)
    when = True if rule.when is None else _truth(rule.when, subject)
    if when is False or reaches is False:
        return Standing(rule, PASS, PASS)
    truths = [_truth(check.that, subject) for check in rule.require]
    applies = bool(when and reaches)
    sure = level_of(rule, "fail", preview=False) if applies and False in truths else PASS
    if all_of(truths) is True or (applies and None not in truths):
        return Standing(rule, sure, sure)
    asked = [rule.when, *(check.that for check in rule.require)]
    waits = subject.wait(node for node in asked if node is not None)
    return Standing(rule, sure, max(sure, worst_of(rule)), (*places, *waits))


def _truth(node: Node, subject: OpenSubject) -> Truth:
    truth = subject.ask(node)
    if isinstance(truth, WrongTypeError):
        raise truth
    return truth


def _reaches(rule: Rule, subject: OpenSubject) -> tuple[Truth, list[str]]:
    """Whether the rule holds where the record is used: True also where that is only possible."""
    record = subject.record
    touched = touches(rule.jurisdictions, record)
    if touched or not rule.jurisdictions:
        return True, []
    open_org = [_ORGANISATION] if places_of(record) is None or _is_open(record.get("org")) else []
    if touched is None:
        return (None, open_org) if open_org else (True, [])
    fields = fields_of(subject.kind) if subject.kind in KINDS else {}
    countries = said(record.get(_COUNTRIES))
    unsaid = countries is MISSING or (isinstance(countries, list) and MISSING in map(said, countries))
    places = open_org + ([f"/{_COUNTRIES}"] if _COUNTRIES in fields and unsaid else [])
    return (None, places) if places else (False, [])


def _is_open(org: object) -> bool:
    listed = org.get("jurisdictions") if isinstance(org, dict) else None
    return isinstance(listed, list) and any(said(one) is MISSING for one in listed)


def _previews(rule: Rule, subject: OpenSubject) -> tuple[set[bool], list[str]]:
    """Whether the rule is not in force yet: both answers while it depends on what is not said."""
    found: set[bool] = set()
    moving: list[str] = []
    for condition, start in rule.effective_overrides:
        truth = _truth(condition, subject)
        if truth is not False:
            found.add(is_preview(rule, day_of(start, subject.today), subject.today))
        if truth:
            return found, moving
        if truth is None:
            moving += subject.wait([condition])
    found.add(is_preview(rule, day_of(rule.effective_from, subject.today), subject.today))
    return found, moving


def _all_gaps(rule: Rule, subject: OpenSubject) -> Iterator[str]:
    """Where a value is of a wrong type, all that the rule could ask for: any of it may lead elsewhere."""
    paths = list(paths_in((rule.when, rule.require, rule.effective_overrides)))
    yield from gaps_in(subject.kind, subject.record, {step for path in paths for step in path.steps})
    yield from (f"/facts/{path.steps[0]}" for path in paths if path.root == "facts")
    if rule.jurisdictions:
        yield from (_ORGANISATION, f"/{_COUNTRIES}")
