"""The blast radius of a change of rules: which records fail, stay open or pass because of it."""

from policies.blast.diff import diff_packs
from policies.blast.question import Moved, Question, question_of
from policies.blast.radius import BlastRadius, EntryMoved, RuleMoved, RuleTally, Tally
from policies.blast.register import Register

__all__ = [
    "BlastRadius",
    "EntryMoved",
    "Moved",
    "Question",
    "Register",
    "RuleMoved",
    "RuleTally",
    "Tally",
    "diff_packs",
    "question_of",
]
