from collections import Counter
from datetime import date

import pytest

from governance.demo import summary
from governance.demo.content import load_content
from governance.groups import COUNCIL
from governance.models import Finding
from registry.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shown")]


def test_verdicts_count_every_entry_of_every_kind():
    heading, *lines = summary.verdicts()
    counts = {line[:15].strip(): [int(cell) for cell in line[15:].split()] for line in lines}
    assert heading.split("  ")[-1] == "not checked"
    said = Counter(kind.replace("_", " ") for kind, _ in load_content(date.today()).manifests)
    assert {kind: sum(cells) for kind, cells in counts.items()} == said
    assert min(counts["use case"][0], counts["use case"][2], counts["use case"][3]) > 0


def test_the_worst_findings_are_blockers_with_an_entry_that_shows_them():
    lines = list(summary.worst_findings())
    assert len(lines) == summary.WORST
    for line in lines:
        rule, key = line.split()[:2]
        assert Finding.objects.filter(
            rule_id=rule,
            run__entry__key=key.rstrip(":"),
            severity="blocker",
            outcome="fail",
            run__is_current=True,
        ).exists()


def test_the_tool_that_was_bought_twice_leads_the_overlaps_and_each_pair_stands_once():
    first, *others = summary.overlaps()
    assert first.startswith(
        "100% duplicate Tallis Cloud Voice Insights / Voice Insights Enterprise Edition: same product"
    )
    assert not any("Voice Insights Enterprise Edition" in line for line in others)
    assert any("Marlow Boards / Sundial: same kind of job" in line for line in others)


def test_everybody_who_is_still_there_gets_a_link_that_signs_in_once(client):
    lines = {line[:18].strip(): line.split()[-1] for line in summary.sign_in_links("http://testserver")}
    assert "Oskar Dietl" not in lines
    assert len(lines) == User.objects.filter(is_active=True).count()
    assert client.get(lines["Sanne Okafor"]).status_code == 302
    assert User.objects.get(pk=client.session["_auth_user_id"]).groups.filter(name=COUNCIL).exists()
    assert client.get(lines["Sanne Okafor"]).status_code == 403


def test_the_rules_in_force_are_told_with_what_was_set_and_by_whom():
    _, param, warned, observed, why = summary.rules()
    assert param == "tooling.min_utilisation_pct is 60 here"
    assert warned.startswith("DUP-004 is set to warn")
    assert observed.startswith("DUP-005 is set to observe")
    assert why.startswith("Proposed by Sanne Okafor, put in force by Greta Lindqvist: Finance wants")
