"""The one way in for YAML and JSON text, written for text that nobody vouches for.

PyYAML is used for its events only: its composers follow aliases, resolve tags and crash on deep nesting.
"""

from policies.yamlio.builder import load_yaml
from policies.yamlio.loaded import Loaded

__all__ = ["Loaded", "load_yaml"]
