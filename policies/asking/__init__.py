"""Asking back: what to say next, and what would make an entry pass."""

from policies.asking.questions import Question, next_questions
from policies.asking.ways import Change, Way, Ways, what_would_pass

__all__ = ["Change", "Question", "Way", "Ways", "next_questions", "what_would_pass"]
