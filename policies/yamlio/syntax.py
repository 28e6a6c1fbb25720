"""The parser's complaints in sentences that a marketer can act on."""

import json
import re
from typing import Final

import yaml

from policies.errors import YamlError
from policies.limits import Limits

# An opening bracket and a name in double quotes: nobody writes YAML like that.
_LIKE_JSON: Final = re.compile(r"\s*\{\s*\"|\s*\[\s*\{\s*\"")
_TABS = ("Tabs can't indent YAML", "Use spaces.")
_SENTENCES = {
    "cannot start any token": ("A character stands where a value should start", "Put the value in quotes."),
    "tab character": _TABS,
    "contains tabs": _TABS,
    "mapping values are not allowed": (
        "A colon stands where no name is expected",
        "Check the indentation, or put text with a colon in quotes.",
    ),
    "could not find expected ':'": ("A name is not followed by a colon", "Write `name: value`."),
    "did not find expected key": ("A name was expected here", "Check indentation and quotes."),
    "did not find expected '-' indicator": ("A list entry was expected here", "Check the indentation."),
    "did not find expected ',' or ']'": ("A list in brackets is not closed", "Add `,` or `]`."),
    "did not find expected ',' or '}'": ("A mapping in braces is not closed", "Add `,` or `}`."),
    "unexpected end of stream": ("The text ends inside a quoted value", "Add the closing quote."),
    "unknown escape character": ("This escape after a backslash is unknown", "Use single quotes."),
    "invalid Unicode character escape": ("This escape names no character", "Write the character itself."),
    "sequence entries are not allowed": ("A list can't start here", "Put it on its own line."),
    "expected <document start>": ("Only one document is allowed", "Remove what follows the first one."),
}


def syntax_error(problem: yaml.YAMLError, text: str, source: str, limits: Limits) -> YamlError:
    """The same complaint with source, line and column (1-based), in terms of JSON for JSON."""
    mark = getattr(problem, "problem_mark", None) or getattr(problem, "context_mark", None)
    line, column = _place(text, mark.line, mark.column) if mark else (1, 1)
    if source.endswith(".json") or _LIKE_JSON.match(text):
        broken = _json_error(text, source)
        if broken is not None:
            return broken
    message, hint = _sentence(str(getattr(problem, "problem", None) or ""), limits)
    if mark and text[mark.index : mark.index + 1] == "\t":
        message, hint = _TABS
    return YamlError(message, source=source, line=line, column=column, hint=hint)


def _place(text: str, line: int, column: int) -> tuple[int, int]:
    """Line and column (1-based); the parser's end of the stream lies on a line that nobody wrote."""
    lines = text.rstrip().splitlines() or [""]
    return (line + 1, column + 1) if line < len(lines) else (len(lines), len(lines[-1]) + 1)


def _json_error(text: str, source: str) -> YamlError | None:
    """What a reader of JSON trips over; None where it sees nothing wrong, or nests too deep itself."""
    try:
        json.loads(text)
    except json.JSONDecodeError as problem:
        line, column = _place(text, problem.lineno - 1, problem.colno - 1)
        message = f"This is not JSON: {problem.msg[0].lower()}{problem.msg[1:].removesuffix(' at')}"
        hint = "Check commas, quotes and brackets before this place."
        return YamlError(message, source=source, line=line, column=column, hint=hint)
    except (RecursionError, ValueError):
        pass
    return None


def _sentence(said: str, limits: Limits) -> tuple[str, str]:
    if "maximum nesting depth" in said:
        return f"Nested deeper than the limit of {limits.depth} levels", ""
    for fragment, sentence in _SENTENCES.items():
        if fragment in said:
            return sentence
    return f"This is not YAML: {said or 'it can not be read'}", ""
