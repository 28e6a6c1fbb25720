"""Rules as generated Python functions: what the reference interpreter says, many times faster."""

from policies.compiled.findings import Findings, findings_of
from policies.compiled.outcomes import Outcomes, outcomes_of

__all__ = ["Findings", "Outcomes", "findings_of", "outcomes_of"]
