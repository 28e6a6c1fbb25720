"""Packs by chance before and after a change, and what two full checks differ in: the long way round."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

from policies import FactIndex, PolicyError, check
from policies.language.packs import Packs, load_packs
from tests.policies.random_rules import TODAY, RandomCase

NOISY = ("fail", "unknown", "error")


def packs_with(rules, name, facts):
    """A pack of these rules; its digest is its name, since no text stands behind it."""
    pack = load_packs().packs[0]
    names = replace(pack.names, facts=facts)
    return Packs((replace(pack, id=name, rules=tuple(rules), names=names, digest=name),))


def changed(case, rules, others):
    """The same rules with some taken away, some new, some that ask or weigh something else."""
    chance = case.random.choice
    for rule, other in zip(rules, others, strict=True):
        match chance(["same", "same", "same", "gone", "new", "asks", "mode", "weighs", "starts", "open"]):
            case "same":
                yield rule
            case "new":
                yield rule
                yield replace(other, id=f"NEW-{other.id}")
            case "asks":
                yield replace(other, id=rule.id)
            case "mode":
                yield replace(rule, mode=chance(["warn", "observe", "block"]))
            case "weighs":
                yield replace(rule, severity=chance(["blocker", "medium", "low"]))
            case "starts":
                yield replace(rule, effective_from=TODAY + timedelta(days=chance([-1, 0, 1])))
            case "open":
                yield replace(rule, unknown_as=chance(["block", "warn", "ignore"]))


def weighed(case, rule):
    """A rule that weighs what it may by chance, and may count for some records alone."""
    chance = case.random.choice
    starts = ((rule.when, TODAY + timedelta(days=chance([-1, 1]))),) if rule.when and chance([0, 1]) else ()
    return replace(
        rule,
        severity=chance(["blocker", "high", "medium", "low"]),
        unknown_as=chance(["block", "warn"]),
        mode=chance(["block", "block", "warn", "observe"]),
        effective_from=chance([None, None, date.max, TODAY]),
        effective_overrides=starts,
    )


def random_change(seed, number=5):
    """Both packs, and records with distinct keys."""
    case = RandomCase(seed)
    rules, others = ([weighed(case, rule) for rule in case.rules(number)] for _ in range(2))
    facts = {name: case.facts[name] for name in ("peers", "groups")}  # The others take no odd records.
    wanted = facts | (
        {"peers": replace(facts["peers"], where=rules[0].when)} if case.random.random() < 0.5 else {}
    )
    old = packs_with(rules, f"old-{seed}", facts)
    new = packs_with(changed(case, rules, others), f"new-{seed}", wanted)
    return case, old, new


def full_checks(records, old, new, gate=None):
    """For each record the outcomes and the verdict on both sides; "" where no rule is about it."""
    indexes = [FactIndex(records, packs, TODAY) for packs in (old, new)]
    for record in records:
        yield (
            record["key"],
            [_checked(record, packs, index, gate) for packs, index in zip((old, new), indexes, strict=True)],
        )


def _checked(record, packs, index, gate):
    try:
        report = check(record, packs, as_of=TODAY, facts=index.for_record(record), gate=gate)
    except PolicyError:
        return {}, ""
    return dict(report.outcomes), report.verdict


def turn(before, after):
    if after in NOISY and after != before:
        return {"fail": "fails", "unknown": "opens", "error": "breaks"}[after]
    if before in NOISY and after not in NOISY:
        return "passes" if after == "pass" else "lapses"
    return None


def moves_the_long_way(records, old, new, gate=None):
    """What ``diff_packs`` has to say, entry by entry: verdicts and the rules that turned."""
    moves = {}
    for key, ((was, before), (now, after)) in full_checks(records, old, new, gate):
        rules = {
            (name, was.get(name, ""), now.get(name, ""))
            for name in {*was, *now}
            if turn(was.get(name), now.get(name))
        }
        if rules or before != after:
            moves[key] = (before, after), rules
    return moves


def turns_counted(moves):
    """By rule and by turn."""
    return Counter((name, turn(was, now)) for _, rules in moves.values() for name, was, now in rules)
