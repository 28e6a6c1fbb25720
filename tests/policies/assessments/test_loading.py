"""Outlines are refused with line, column and the nearest valid word; the shipped ones can all be used."""

import pytest

from policies.assessments import load_outline, outline_for, outlines, read_outline
from policies.errors import OutlineError

HEAD = """muster: outline/1
type: lia
version: 1
title: Test
about: A test.
valid_months: 12
sources: [GDPR Art 6]
sections:
  - id: one
    title: One
    questions:
"""
GOOD = "      - {id: why, label: Why?, type: text}\n"


def refusal(*questions: str, head: str = HEAD) -> OutlineError:
    with pytest.raises(OutlineError) as refused:
        load_outline(head + "".join(f"      - {one}\n" for one in questions), source="x.yaml")
    return refused.value


def test_what_is_read_is_kept_word_for_word():
    outline = load_outline(HEAD + GOOD, source="x.yaml")
    assert read_outline(outline.document) == outline


@pytest.mark.parametrize("type_", ["dpia", "lia", "tia", "fria", "security_review", "art6_3_assessment"])
def test_every_type_that_is_promised_has_an_outline_that_says_its_result(type_):
    outline = outline_for(type_)
    assert outline.type == type_
    assert "summary" in {question.fact for question in outline.questions() if question.required}


def test_no_question_is_asked_without_words_of_its_own():
    for outline in outlines().values():
        labels = [question.label for question in outline.questions()]
        assert len(labels) == len(set(labels)), outline.type


def test_a_dpia_asks_for_all_that_article_35_wants_and_a_fria_for_all_of_article_27():
    required = {one.source for one in outline_for("dpia").questions() if one.required}
    assert {f"GDPR Art 35(7)({letter})" for letter in "abcd"} | {"GDPR Art 35(2)"} <= required
    required = {one.source for one in outline_for("fria").questions() if one.required}
    assert {f"AI Act Art 27(1)({letter})" for letter in "abcdef"} <= required


@pytest.mark.parametrize(
    ("question", "place", "words"),
    [
        ("{id: q, label: Q?, type: text, prefill: purposs}", (12, 43), "Did you mean purposes?"),
        ("{id: q, label: Q?, type: text, prefill: data_links.data_sorce}", (12, 43), "data_source"),
        ("{id: q, label: Q?, type: text, prefill: title.more}", (12, 43), "title has no fields of its own"),
        ("{id: q, label: Q?, type: text, prefill: [title, nothing]}", (12, 51), "'nothing' is not a field"),
        ("{id: q, label: Q?, type: date, prefill: title}", (12, 43), "holds text"),
        ("{id: q, label: Q?, type: yes_no, prefill: data_uses}", (12, 45), "holds set"),
        (
            "{id: q, label: Q?, type: choice, vocabulary: risk_level, prefill: decision_mode}",
            (12, 69),
            "values",
        ),
        ("{id: q, label: Q?, type: text, fact: sumary}", (12, 43), "Did you mean summary?"),
        ("{id: q, label: Q?, type: text, fact: residual_risk}", (12, 43), "residual_risk can't be answered"),
        ("{id: q, label: Q?, type: choice}", (12, 9), "names its options or a vocabulary"),
        ("{id: q, label: Q?, type: text, options: {a: A}}", (12, 43), ""),
        ("{id: q, label: Q?, type: essay}", (12, 31), "none of text, choice"),
        ("{id: q, label: Q?, type: text, colour: red}", (12, 9), "colour"),
    ],
)
def test_a_question_that_cant_work_is_refused_at_its_place(question, place, words):
    error = refusal(question)
    assert words in str(error)
    assert (error.source, error.line) == ("x.yaml", place[0])
    if "colour" not in question and "names its" not in words and words and "essay" not in question:
        assert abs(error.column - place[1]) < 12, error


def test_an_id_is_used_once():
    assert "The id q is taken" in str(
        refusal("{id: q, label: A?, type: text}", "{id: q, label: B?, type: text}")
    )


def test_a_type_that_nobody_knows_is_refused():
    assert refusal(GOOD.strip()[2:], head=HEAD.replace("type: lia", "type: lea")).line == 2
