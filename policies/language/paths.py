"""Paths: written as ``a.b``, ``^.a``, ``$.a``, ``org.a`` or ``facts.a``, and found in the field tables."""

import re
from dataclasses import replace
from typing import Final

from policies.language.context import Context
from policies.language.nodes import Path, Root, Slot
from policies.language.shapes import KEY, MANY_QUESTIONS, Shape, facts_shape, shape_of
from policies.record.fields import KIND_WORDS

NAME: Final = r"[a-z][a-z0-9_]*"
PATTERN: Final = rf"^(?:\$\.|(?:\^\.)+)?{NAME}(?:\.{NAME})*$"
_PATTERN: Final = re.compile(PATTERN)


def parse_path(context: Context, text: str, pointer: str, *, across_lists: bool = False) -> Path:
    """The path with the slot it ends at, whose label names each linked thing on the way.

    Raises PackError for a field that the tables don't have, and for a list in the middle of a path that is
    not the ``in`` of a union.
    """
    if not _PATTERN.fullmatch(text):
        context.source.fail(pointer, f"{text!r} is not a path", "Write names joined by dots, such as a.b.c.")
    root, up, rest = _split(text)
    shape = _start(context, root, up, text, pointer)
    steps = tuple(rest.split("."))
    slots = _follow(context, shape, steps, pointer, across_lists)
    holder = slots[-2] if len(slots) > 1 else None
    label = _fact_label(slots) if root == "facts" else _label(slots)
    if slots == [KEY] and shape is not context.record and (word := KIND_WORDS.get(shape.name)):
        label = word[0].upper() + word[1:]
    return Path(root, up, steps, replace(slots[-1], label=label), holder)


def _fact_label(slots: list[Slot]) -> str:
    """Of most facts their name says most: it is the pack's word for what is counted."""
    return (slots[-1] if slots[0].target in MANY_QUESTIONS else slots[0]).label


def _label(slots: list[Slot]) -> str:
    """ "Business owner: still here?": the same question is asked of several people."""
    *holders, last = (slot.label for slot in slots)
    if last == KEY.label:
        return ": ".join(holders) or last
    plain = not last[1:2].isupper()
    return ": ".join([*holders, last[0].lower() + last[1:] if holders and plain else last])


def _split(text: str) -> tuple[Root, int, str]:
    if text.startswith("$."):
        return "record", 0, text[2:]
    if text.startswith("^."):
        up = text.count("^.")
        return "item", up, text[2 * up :]
    for root in ("org", "facts"):
        if text.startswith(f"{root}."):
            return ("org" if root == "org" else "facts"), 0, text[len(root) + 1 :]
    return "item", 0, text


def _start(context: Context, root: Root, up: int, text: str, pointer: str) -> Shape:
    if root == "record":
        return context.record
    if root == "org":
        return shape_of("organisation")
    if root == "facts":
        return facts_shape(context.names.fact_labels())
    around: Context | None = context
    for _ in range(up):
        around = around.outer if around else None
    if around is None:
        context.source.fail(pointer, f"{text!r} leads out of the record", "Write one ^. for each quantifier.")
    return around.item


def _follow(context: Context, shape: Shape, steps: tuple[str, ...], pointer: str, across: bool) -> list[Slot]:
    slots: list[Slot] = []
    for number, step in enumerate(steps):
        slot = shape.slots.get(step)
        if slot is None:
            context.source.unknown(pointer, f"a field of {_what(shape)}", step, shape.slots)
        slots.append(slot)
        if number == len(steps) - 1:
            return slots
        if slot.category == "items" and not across:
            hint = f"Say which of them with some, every or none in {step}."
            context.source.fail(pointer, f"{step} is a list, and a path can't cross one here", hint)
        if slot.category not in ("items", "mapping"):
            context.source.fail(
                pointer, f"{step} has no fields of its own, so {steps[number + 1]} can't be in it"
            )
        shape = shape_of(slot.target)
    raise AssertionError("a path has at least one step")


def _what(shape: Shape) -> str:
    name = shape.name.replace("fact:", "").replace("_", " ")
    return "the facts that this pack declares" if name == "facts" else f"{name}"
