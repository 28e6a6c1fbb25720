"""Asking back: what to say next, and what would make an entry pass."""

from policies.asking.questions import Question, next_questions

__all__ = ["Question", "next_questions"]
