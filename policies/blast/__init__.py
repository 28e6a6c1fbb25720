"""The blast radius of a change of rules: which records fail, stay open or pass because of it."""

from policies.blast.diff import diff_packs
from policies.blast.radius import BlastRadius, EntryMoved, RuleMoved, Tally

__all__ = ["BlastRadius", "EntryMoved", "RuleMoved", "Tally", "diff_packs"]
