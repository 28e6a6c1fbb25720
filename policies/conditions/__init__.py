"""Conditions of an approval: something that has to be so by a day, asked of the record itself.

A condition is a predicate of the language of packs, or ``{rule: PRV-007}`` for "that rule finds nothing any
more". Whether it is met is worked out, never ticked off; what is not known is not met.
"""

from policies.conditions.asking import Answer, State, ask
from policies.conditions.reading import Condition, check_rule, read_condition
from policies.conditions.ready import Ready, ready_made

__all__ = ["Answer", "Condition", "Ready", "State", "ask", "check_rule", "read_condition", "ready_made"]
