"""What is told of a manifest that can't be used as it is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing wrong with a manifest: where (a JSON pointer), what, and how to mend it."""

    pointer: str
    message: str
    hint: str = ""
