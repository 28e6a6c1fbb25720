"""JSON Schema (draft 2020-12) by ``jsonschema``, with what is wrong place by place, as far as it is asked.

Text that nobody vouches for is held against large schemas: to work out every mistake before the first is
told costs more than anybody reads.
"""

from policies.validation.faults import Fault
from policies.validation.validator import Validator

__all__ = ["Fault", "Validator"]
