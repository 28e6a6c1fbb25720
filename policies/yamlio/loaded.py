"""A value read from text, which still knows where each part of it was written."""

from dataclasses import dataclass
from typing import Any


@dataclass(slots=True)
class Mark:
    """Where one node starts (1-based), and the marks of its children; ``source`` where another file begins.

    A tree and not a map of pointers: long keys above long lists would make the pointers cost megabytes.
    """

    line: int
    column: int
    children: dict[str, "Mark"] | None = None
    source: str = ""

    def add(self, step: str, child: "Mark") -> "Mark":
        if self.children is None:
            self.children = {}
        self.children[step] = child
        return child

    def child(self, step: str) -> "Mark":
        """The child at a step, or this mark where there is none."""
        return (self.children or {}).get(step, self)


@dataclass(frozen=True, slots=True)
class Loaded:
    """``value`` holds only None, bool, int, float, str, list and dict with text keys; ``text`` is as read."""

    value: Any
    source: str
    root: Mark
    text: str = ""

    def position(self, pointer: str = "") -> tuple[int, int]:
        """Line and column of a JSON pointer, or of its nearest ancestor that exists.

        A member of a mapping is found at its key, a member of a list where it starts.
        """
        _, line, column = self.place(pointer)
        return line, column

    def place(self, pointer: str = "") -> tuple[str, int, int]:
        """The same, with the name of the file."""
        mark, source = self.root, self.source
        for step in pointer.split("/")[1:]:
            child = mark.child(step.replace("~1", "/").replace("~0", "~"))
            if child is mark:
                break
            mark, source = child, child.source or source
        return source, mark.line, mark.column
