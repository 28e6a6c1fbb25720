"""Outlines of assessments: which questions a DPIA, a balancing test or a security review has to answer."""

from policies.assessments.answers import Answers, Coverage, coverage_of, facts_from, missing_in, problems_in
from policies.assessments.loading import load_outline, outline_for, outlines, read_outline
from policies.assessments.outline import Outline, Question, Section
from policies.assessments.prefill import prefill, registry_answer

__all__ = [
    "Answers",
    "Coverage",
    "Outline",
    "Question",
    "Section",
    "coverage_of",
    "facts_from",
    "load_outline",
    "missing_in",
    "outline_for",
    "outlines",
    "prefill",
    "problems_in",
    "read_outline",
    "registry_answer",
]
