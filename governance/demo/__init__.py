"""A demonstration: an invented company with what real ones have, the gaps included.

The YAML files beside this module are its content; ``planted.yaml`` says which entry shows which rule.
Dates are written ``{days: -30}``, thirty days before the demonstration is set up, so that it never ages.
"""
