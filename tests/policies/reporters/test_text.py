"""The report in a terminal."""

from dataclasses import replace

from policies.reporters import to_text


def test_each_finding_says_rule_field_place_why_and_what_to_change(run):
    text = to_text(run)
    block = next(part for part in text.split("\n  CON-") if part.startswith("002 "))
    assert "(blocker, does not meet the rule)" in block
    assert "/data_links/1/" in block
    assert "spring-offers.yaml:" in block
    assert "\n  Why: Consent is given for a purpose." in block
    assert "\n  What to change: Ask people" in block
    assert "\n  Based on: GDPR Art 5(1)(b); " in block


def test_what_was_not_said_is_no_accusation(run):
    text = to_text(run)
    assert "(high, not enough was said to tell)" in text


def test_the_last_line_sums_up(run):
    last = to_text(run).splitlines()[-1]
    assert last == "5 manifests checked as of 2026-06-01: 1 fail, 1 gap, 3 pass; 1 problem(s) with the files."


def test_colour_is_only_added_where_it_is_asked_for(run):
    assert "\033[" not in to_text(run)
    assert "\033[31mfail\033[0m" in to_text(run, colour=True)


def test_a_rule_not_in_force_yet_says_so(run):
    one = next(checked for checked in run.checked if checked.report.findings)
    report = replace(one.report, findings=(replace(one.report.findings[0], disposition="preview"),))
    assert "not in force yet" in to_text(replace(run, checked=(replace(one, report=report),)))


def test_long_values_are_cut(run):
    assert all(len(line) < 400 for line in to_text(run).splitlines())
