"""One Python function that gives, beside the outcomes, a compact finding for each check not shown to hold."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from policies.compiled.build import (
    FAIL,
    UNKNOWN,
    Parts,
    Source,
    first_of,
    parts_of,
    quiet,
    start,
    text_of,
    too_many,
)
from policies.compiled.cost import Fits, to_answer, to_word
from policies.compiled.functions import Body, Build
from policies.compiled.places import places
from policies.compiled.rails import NotCompiled, negated
from policies.engine.compact import CompactFinding, CompactPlace, Head, quoted
from policies.engine.scope import walked
from policies.engine.words import range_json
from policies.language.kleene import Truth
from policies.language.rules import Check, Rule

_NAMES: Final[dict[str, Any]] = {
    "new": tuple.__new__,
    "Place": CompactPlace,
    "Finding": CompactFinding,
    "quoted": quoted,
    "range_json": range_json,
    "walked": walked,
}


def finding_source_of(rules: Sequence[Rule], today: date) -> Source:
    """``find(record, facts)`` gives the bytes and the findings.

    It calls what ``judge`` does, and ``places_of(asked, within, record, facts)`` for what the reference is to
    look at. Of a rule that is left out ``reference(n, record, facts, note)`` notes the findings as well.
    """
    build, body, left_out = Build(today), [], []
    for number, rule in enumerate(rules):
        try:
            body += _rule(number, rule, build)
        except NotCompiled:
            left_out.append(rule.id)
            body += _by_reference(number)
    first = [start(rules, build), "found = []", "note = found.append"]
    text = text_of(build, "find", [*first, *body, "return bytes(out), found"])
    return Source(text, build.namespace | _NAMES, tuple(left_out))


def _rule(number: int, rule: Rule, build: Build) -> Body:
    parts = parts_of(rule, build)
    unclear = [] if rule.when is None else _finding(build, rule, None, None)
    return first_of(
        [
            (too_many(Fits(rule, to_answer), build), _by_reference(number)),
            *quiet(number, parts),
            (too_many(Fits(rule, to_word), build), _by_reference(number)),
            (parts.when.true, _checks(number, rule, parts, build)),
            ("True", [f"out[{number}] = {UNKNOWN}", *unclear]),
        ]
    )


def _by_reference(number: int) -> Body:
    return [f"out[{number}] = reference({number}, record, facts, note)"]


def _checks(number: int, rule: Rule, parts: Parts, build: Build) -> Body:
    """Of a rule that applies and does not pass."""
    said = f"out[{number}] ="
    found = [[_finding(build, rule, check, truth) for truth in (False, None)] for check in rule.require]
    if len(found) == 1:
        [[failed, open_]] = found
        return first_of([(parts.fail, [f"{said} {FAIL}", *failed]), ("True", [f"{said} {UNKNOWN}", *open_])])
    lines = [f"{said} {FAIL} if {parts.fail} else {UNKNOWN}"]
    for one, (failed, open_) in zip(parts.checks, found, strict=True):
        lines += first_of([(one.false, failed), (negated(one.true), open_)])
    return lines


def _finding(build: Build, rule: Rule, check: Check | None, truth: Truth) -> Body:
    """The statements that note one finding."""
    node = check.that if check else rule.when
    body = places(node, truth, True, build.top) if node else []
    head = build.named(Head(rule, check, "unknown" if truth is None else "fail"))
    noted = f"note(new(Finding, ({head}, {{}}, None, False)))"
    if all(line.startswith("add(") for line in body):
        return [noted.format(f"({''.join(f'{line[4:-1]}, ' for line in body)})")]
    return ["places = []", "add = places.append", *body, noted.format("places")]
