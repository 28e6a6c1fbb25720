"""Rules as generated Python functions: what the reference interpreter says, many times faster."""

from policies.compiled.outcomes import Outcomes, outcomes_of

__all__ = ["Outcomes", "outcomes_of"]
