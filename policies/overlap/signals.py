"""One thing that speaks for two entries being the same, or doing the same."""

from typing import NamedTuple


class Signal(NamedTuple):
    """``score``: what it alone would give, from 0 to 1. ``words``: what both have in common.

    ``name`` is one of name, text, product, vendor, job, journey, data and audience.
    """

    name: str
    score: float
    words: tuple[str, ...]

    @property
    def reason(self) -> str:
        """In plain words, and of the other entry's text only what both share."""
        shared = ", ".join(self.words)
        match self.name:
            case "product" if self.score == 1.0:
                return "same product after normalising names"
            case "product":
                return "product names differ by a slip"
            case "job":
                return f"same category and capabilities: {self.words[0]}; {', '.join(self.words[1:])}"
        return f"shared words: {shared}"
