"""From bytes to text that a YAML parser may see: size first, then encoding, then characters."""

import re

from policies.errors import YamlError
from policies.limits import Limits

# As long as it names few characters it is quickly compiled.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_ESCAPED_PAIR = re.compile(r"\\(?:u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})|.)", re.IGNORECASE | re.DOTALL)


def readable_text(raw: str | bytes, source: str, limits: Limits) -> str:
    """The text of ``raw``, or YamlError naming the size limit, the bad byte or the bad character."""
    _check_size(len(raw), source, limits)
    text = _decode(raw, source) if isinstance(raw, bytes) else raw
    text = text.removeprefix("\ufeff")
    found = _FORBIDDEN.search(text)
    if found:
        raise _at(text, found.start(), f"{_name(found[0])} is not allowed in this text", source)
    if not isinstance(raw, bytes):
        _check_size(len(text.encode()), source, limits)
    return text


def join_escaped_pairs(text: str) -> str:
    r"""JSON writes characters beyond U+FFFF as two escapes (``\ud83d\ude00``); YAML wants one.

    Only for JSON, where a backslash is always an escape. Columns after such a pair move by two.
    """
    return _ESCAPED_PAIR.sub(_one_escape, text)


def _one_escape(found: re.Match[str]) -> str:
    if not found[1]:
        return found[0]
    code = 0x10000 + ((int(found[1], 16) - 0xD800) << 10) + (int(found[2], 16) - 0xDC00)
    return f"\\U{code:08x}"


def _check_size(size: int, source: str, limits: Limits) -> None:
    if size > limits.text_bytes:
        raise YamlError(
            f"The text is larger than the limit of {limits.text_bytes // 1024} kB",
            source=source,
            line=1,
            column=1,
            hint="Split it into several files.",
        )


def _decode(raw: bytes, source: str) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as problem:
        before = raw[: problem.start].decode("utf-8")
        message = f"The byte 0x{raw[problem.start]:02x} is not UTF-8"
        raise _at(before, len(before), message, source, "Save the file as UTF-8.") from None


def _name(character: str) -> str:
    if _SURROGATES.match(character):
        return f"The lone surrogate U+{ord(character):04X}"
    return f"The control character U+{ord(character):04X}"


def _at(text: str, index: int, message: str, source: str, hint: str = "Remove it.") -> YamlError:
    line = text.count("\n", 0, index) + 1
    column = index - (text.rfind("\n", 0, index) + 1) + 1
    return YamlError(message, source=source, line=line, column=column, hint=hint)
