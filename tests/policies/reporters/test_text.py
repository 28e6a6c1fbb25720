"""The report in a terminal."""

from dataclasses import replace

from policies.reporters.run import Checked
from policies.reporters.text import to_text


def test_each_finding_says_rule_field_place_why_and_what_to_change(run):
    text = to_text(run)
    block = next(part for part in text.split("\n  CON-") if part.startswith("002 "))
    lines = block.splitlines()
    assert lines[0].startswith("002 (blocker) People must have agreed to this use")
    assert lines[0].endswith("does not meet the rule")
    assert lines[1].startswith("    Data from “Newsletter readers” is used for something that people did not")
    assert lines[2].endswith("consent-gap/spring-offers.yaml:66:5  /data_links/1/data_uses")
    assert lines[3].startswith(
        '      Purposes of this use: found ["train_ai_system"]; asked for: lies within '
    )
    assert "This applies because" in " ".join(block.split())
    assert "\n    What to do: Stop this use" in block
    assert "\n    Based on: GDPR Art 5(1)(b); " in block


def test_what_was_not_said_is_no_accusation(run):
    text = to_text(run)
    assert "not enough was said to tell" in text


def test_the_last_line_sums_up(run):
    last = to_text(run).splitlines()[-1]
    assert last == "5 manifests checked as of 2026-06-01: 1 fail, 1 gap, 3 pass; 1 problem with the files."


def test_colour_is_only_added_where_it_is_asked_for(run):
    assert "\033[" not in to_text(run)
    assert "\033[31mfail\033[0m" in to_text(run, colour=True)


def test_a_rule_not_in_force_yet_says_so(run):
    one = next(checked for checked in run.checked if checked.report.findings)
    report = replace(one.report, findings=(replace(one.report.findings[0], disposition="preview"),))
    assert "not in force yet" in to_text(replace(run, checked=(replace(one, report=report),)))


def test_long_values_are_cut_and_places_beyond_the_listed_are_counted(run):
    one = next(checked for checked in run.checked if checked.report.findings)
    finding = one.report.findings[0]
    places = (replace(finding.pointers[0], actual="x" * 1000), replace(finding.pointers[0], actual=None))
    report = replace(one.report, findings=(replace(finding, pointers=places, more_pointers=7),))
    text = to_text(replace(run, checked=(Checked(report),)))
    assert f'found "{"x" * 96}...; asked for' in text
    assert "found nothing; asked for" in text
    assert "and 7 more places" in text
    assert text.startswith("(no file): use case spring-offers: fail\n")
