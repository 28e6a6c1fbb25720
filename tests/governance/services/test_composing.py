"""Of rules that are others than before only these are asked: the rest of the answer is the one that stood."""

import json
from random import Random

import pytest

from governance.models import CheckRun
from governance.services.composing import Asked, Change, outcomes_in
from governance.services.engine import Checker
from governance.services.portfolio import check_portfolio
from governance.services.rule_sets import packs_in_force
from policies import FactIndex, PolicyError, check
from policies.language.packs import shipped_texts
from policies.yamlio import load_yaml
from tests.policies.blast.changing import random_change
from tests.policies.random_rules import TODAY
from tests.portfolio import asked, register_by_chance


def test_random_changes_come_to_what_all_rules_come_to():
    told = {"held": 0, "moved": 0}
    for seed in range(30):
        case, old, new = random_change(seed)
        try:
            was, now = (Asked(packs, case.kind, TODAY) for packs in (old, new))
        except PolicyError:
            continue
        change = Change(was.rules, now)
        records = [record | {"key": f"r{n}"} for n, (record, _) in enumerate(case.records(8))]
        index = FactIndex(records, new, TODAY)
        for record in records:
            facts = index.for_record(record)
            stood, came = was.of(record, facts), now.of(record, facts)
            assert change.of(stood.outcomes, record, facts) == came
            holds = change.leaves(stood.outcomes, came.outcomes)
            told["held" if holds else "moved"] += 1
            reports = [check(record, packs, as_of=TODAY, facts=facts) for packs in (old, new)]
            assert came.outcomes == outcomes_in(reports[1])
            assert came.columns["verdict"] == reports[1].verdict
            if holds:
                assert reports[0].findings == reports[1].findings, seed
    assert min(told.values()) > 5, told


def changed(said, chance):
    """A rule as somebody may change it."""
    match chance.choice(["same", "same", "severity", "title", "gone", "when", "opens"]):
        case "severity":
            return [said | {"severity": chance.choice(["high", "medium", "low", "info"])}]
        case "title":
            return [said | {"title": f"{said['title']} Or not?"}]
        case "gone":
            return []
        case "when":
            return [{name: value for name, value in said.items() if name != "when"}]
        case "opens":
            return [said | {"unknown_as": chance.choice(["block", "warn", "ignore"])}]
    return [said]


@pytest.mark.django_db
def test_a_pass_after_random_changes_of_the_rules_says_what_checking_everything_anew_does(settings, tmp_path):
    register_by_chance(24)
    chance = Random(4)  # noqa: S311 - nothing secret
    said = load_yaml(dict(shipped_texts())["security.yaml"]).value
    evaluated = []
    for turn in range(4):
        path = tmp_path / f"{turn}.yaml"
        rules = [one for rule in said["rules"] for one in (changed(rule, chance) if turn else [rule])]
        path.write_text(json.dumps(said | {"rules": rules}))
        settings.MUSTER_PACKS = [str(path)]
        evaluated.append(check_portfolio().evaluated)
        checker = Checker()
        kinds = {kind for rule in packs_in_force().rules for kind in rule.applies_to}
        runs = CheckRun.objects.current().filter(entry__kind__in=kinds)
        for run in runs.select_related("entry").prefetch_related("findings"):
            report = checker.under_check(run.entry.document).report()
            assert (run.verdict, run.counts) == (report.verdict, report.counts)
            words = [(one.title, one.message, one.fingerprint, one.severity) for one in run.findings.all()]
            assert words == [
                (one.title, one.message, one.fingerprint, one.severity) for one in report.findings
            ]
    assert evaluated[0] > max(evaluated[1:])
    assert asked() == 0
