"""Coverage, missing answers, answers that don't fit, and what an approved answer tells the rules."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.assessments import coverage_of, facts_from, missing_in, outline_for, outlines, problems_in

DPIA = outline_for("dpia")
IDS = [question.id for question in DPIA.questions()]


def full(outline=DPIA):
    good = {"yes_no": True, "date": "2026-01-31", "list": ["one"], "text": "Said."}
    return {
        one.id: one.options[0][0] if one.type == "choice" else good[one.type] for one in outline.questions()
    }


@pytest.mark.parametrize("outline", outlines().values(), ids=lambda outline: outline.type)
def test_an_assessment_that_answers_everything_is_covered_and_fits(outline):
    whole, _ = coverage_of(outline, full(outline))
    assert (whole.percent, missing_in(outline, full(outline))) == (100, [])
    assert list(problems_in(outline, full(outline))) == []


@given(st.sets(st.sampled_from(IDS)))
def test_the_sections_add_up_to_the_whole_and_100_percent_means_that_nothing_is_missing(answered):
    answers = {name: value for name, value in full().items() if name in answered}
    whole, parts = coverage_of(DPIA, answers)
    assert whole.answered == sum(part.answered for part in parts) == len(answers)
    assert whole.required == sum(part.required for part in parts)
    assert (whole.percent == 100) == (missing_in(DPIA, answers) == [])


@pytest.mark.parametrize("blank", [None, "", "  \n", []])
def test_a_blank_is_no_answer(blank):
    assert "controller" in {one.id for one in missing_in(DPIA, full() | {"controller": blank})}


def test_no_is_an_answer():
    assert missing_in(DPIA, full() | {"dpo_consulted": False}) == []


def test_rules_read_the_answers_that_are_fields_of_the_record():
    assert facts_from(DPIA, full() | {"authority_consulted": None}) == {
        "residual_risk": "low",
        "dpo_consulted": True,
        "summary": "Said.",
    }


@pytest.mark.parametrize(
    ("question", "value", "problem"),
    [
        ("dpo_consulted", "yes", "Answer yes or no."),
        ("residual_risk", "tiny", "Choose one of the answers."),
        ("planned", "31 January", "Write a date as YYYY-MM-DD."),
        ("planned", "20260131", "Write a date as YYYY-MM-DD."),
        ("purposes", "one", "Write one item on each line."),
        ("purposes", ["x"] * 201, "At most 200 items."),
        ("controller", ["a"], "Write text."),
        ("controller", "x" * 20_001, "At most 20,000 characters; this has 20,001."),
        ("colour", "red", "There is no such question in this outline."),
    ],
)
def test_what_does_not_fit_is_named_with_what_to_write(question, value, problem):
    assert list(problems_in(DPIA, {question: value})) == [(question, problem)]
