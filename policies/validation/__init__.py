"""JSON Schema (draft 2020-12) as far as Muster's own schemas use it: quick where all is right, else lazy.

Text that nobody vouches for is held against large schemas. Whether a value fits is asked with as few
questions as possible; what is wrong is worked out place by place, as far as somebody wants to hear it. A
keyword that is not known here is a KeyError once it is asked. Tests hold the answers to another validator's.
"""

from policies.validation.faults import Fault
from policies.validation.validator import Validator

__all__ = ["Fault", "Validator"]
