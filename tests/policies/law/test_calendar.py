"""The law's dates: what began when, and which day's law said so."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies import PackError
from policies.law.calendar import begins_on, milestone_names, read_calendar, shipped_calendar

BEFORE, AFTER = date(2026, 1, 10), date(2026, 11, 26)
AMENDED = date(2026, 7, 27)


@pytest.mark.parametrize(
    ("milestone", "before", "after"),
    [
        ("prohibitions", "2025-02-02", "2025-02-02"),
        ("literacy", "2025-02-02", "2025-02-02"),
        ("gpai", "2025-08-02", "2025-08-02"),
        ("transparency", "2026-08-02", "2026-08-02"),
        ("marking_existing", "2026-08-02", "2026-12-02"),
        ("prohibitions_2026", None, "2026-12-02"),
        ("annex_iii", "2026-08-02", "2027-12-02"),
        ("annex_i", "2027-08-02", "2028-08-02"),
        ("existing_public", "2030-08-02", "2030-08-02"),
    ],
)
def test_the_amendment_moved_what_it_moved_and_nothing_else(milestone, before, after):
    days = [begins_on(milestone, day) for day in (BEFORE, AFTER)]
    assert [day and day.isoformat() for day in days] == [before, after]


def test_the_amendment_is_law_from_the_day_it_came_into_force():
    assert begins_on("annex_iii", AMENDED - timedelta(days=1)) == date(2026, 8, 2)
    assert begins_on("annex_iii", AMENDED) == date(2027, 12, 2)
    assert shipped_calendar().version_on(AMENDED).id == "amended-2026"


def test_before_the_act_there_is_no_version_and_no_milestone():
    day = date(2024, 7, 31)
    assert shipped_calendar().version_on(day) is None
    assert not any(begins_on(name, day) for name in milestone_names())


@given(st.dates(date(2024, 8, 1), date(2035, 1, 1)), st.sampled_from(sorted(milestone_names())))
def test_on_every_day_the_law_says_at_most_one_thing(day, name):
    said = [one for one in shipped_calendar().milestones if one.id == name and one.valid.covers(day)]
    assert len(said) <= 1


def test_everything_that_the_amendment_says_is_marked_as_known_from_others():
    sources = shipped_calendar().sources
    assert {name: source.known for name, source in sources.items()} == {
        "act": "primary",
        "amendment": "secondary",
    }
    moved = [one for one in shipped_calendar().milestones if one.valid.since == AMENDED]
    assert moved
    assert {one.valid.source.id for one in moved} == {"amendment"}


def calendar(**changes):
    milestone = {"id": "one", "title": "One", "article": "AI Act Art 1", "on": "2025-02-02"}
    version = {
        "id": "v1",
        "title": "As adopted",
        "about": "All of it.",
        "from": "2024-08-01",
        "source": "act",
    }
    spec = {
        "muster": "law-calendar/1",
        "id": "law",
        "title": "A law",
        "jurisdictions": ["EU"],
        "sources": {"act": {"title": "The law", "known": "primary", "note": "Read."}},
        "versions": [version],
        "milestones": [milestone | {"from": "2024-08-01", "source": "act"}],
    }
    return json.dumps(spec | changes, indent=1)


def milestone_of(**changes):
    made = {"id": "one", "title": "One", "article": "AI Act Art 1", "on": "2025-02-02", "from": "2024-08-01"}
    return made | {"source": "act"} | changes


@pytest.mark.parametrize(
    ("milestones", "message", "hint"),
    [
        ([milestone_of(source="acts")], "'acts' is not a source of this file", "Did you mean act?"),
        ([milestone_of(on="2025-02-30")], "'2025-02-30' is not a day of the calendar", "Write a date"),
        ([milestone_of(until="2024-08-01")], "This ends before it begins", "`until` is the first day after"),
        ([milestone_of(), milestone_of()], "'one' says two things about the same days", "End the earlier"),
        ([milestone_of(onn="2025-02-02")], "'onn' is not known here", ""),
        ([milestone_of(article="GDPR Art 5")], "'GDPR Art 5' has the wrong form", ""),
        ([], "This is empty", ""),
    ],
)
def test_a_mistake_is_named_with_its_place(milestones, message, hint):
    with pytest.raises(PackError) as refused:
        read_calendar(calendar(milestones=milestones), source="law.yaml")
    assert message in refused.value.message
    assert refused.value.hint.startswith(hint)
    assert refused.value.source == "law.yaml"
    assert refused.value.line > 1
    assert refused.value.column > 0


def test_versions_follow_each_other_without_a_gap():
    version = {"title": "A", "about": "B", "source": "act"}
    first = version | {"id": "v1", "from": "2024-08-01", "until": "2026-07-27"}
    with pytest.raises(PackError, match="doesn't begin where the one before it ends"):
        read_calendar(
            calendar(versions=[first, version | {"id": "v2", "from": "2026-07-28"}]), source="law.yaml"
        )


def test_an_entry_that_takes_over_from_another_is_fine():
    earlier = milestone_of(until="2026-07-27")
    later = milestone_of(**{"from": "2026-07-27", "on": "2027-12-02"})
    read = read_calendar(calendar(milestones=[earlier, later]), source="law.yaml")
    assert read.milestone_on("one", date(2026, 7, 26)).on == date(2025, 2, 2)
    assert read.milestone_on("one", date(2026, 7, 27)).on == date(2027, 12, 2)
