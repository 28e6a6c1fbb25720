"""Asking rules of a record: evaluation in Kleene's logic, with evidence for every finding."""

from policies.engine.check import check
from policies.engine.evidence import Place
from policies.engine.explain import explain
from policies.engine.explanation import Explanation, Step
from policies.engine.report import Finding, Report

__all__ = ["Explanation", "Finding", "Place", "Report", "Step", "check", "explain"]
