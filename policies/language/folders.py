"""A pack as a folder: ``pack.yaml`` names it and what it declares, the other files hold rules.

The files are read as one pack, in the order of their names, each place in it known by its own file.
"""

import json
from functools import cache
from pathlib import Path
from typing import Final

from policies.errors import PackError
from policies.language.context import Source
from policies.language.schema import pack_schema
from policies.language.schema_forms import Schema
from policies.language.validate import check_schema
from policies.validation import Validator
from policies.yamlio import Loaded, load_yaml
from policies.yamlio.loaded import Mark

NAME: Final = "pack.yaml"


def is_part(name: str) -> bool:
    """Whether a file is a pack or a part of one. Cases stand beside the pack that they are about."""
    return name.lower().endswith((".yaml", ".yml")) and not name.endswith(".test.yaml")


def refuse_left_out(folder: Path) -> None:
    """Raise PackError for what looks like a part of ``folder`` and would not be read, so none is lost."""
    for one in sorted(folder.iterdir()):
        if one.is_dir() and not is_folder_pack(one) and any(is_part(inner.name) for inner in one.iterdir()):
            hint = f"Add a {NAME} to it, or move its files up."
            raise PackError(
                f"The files in this folder are not read: it has no {NAME}", source=str(one), hint=hint
            )
        if one.name.lower().endswith(".json"):
            hint = "Let its name end in .yaml: JSON is YAML too. Or move it elsewhere."
            raise PackError(
                "This file is not read: packs in a folder end in .yaml", source=str(one), hint=hint
            )


def is_folder_pack(path: Path) -> bool:
    return (path / NAME).is_file()


def load_source(path: Path) -> Source:
    """Raises OSError, YamlError."""
    return Source(load_yaml(path.read_bytes(), source=str(path)))


def read_folder(folder: Path) -> Source:
    """The files of a folder as one. Raises OSError, YamlError, and PackError for a part that isn't rules.

    The limits of a file hold for all of them together, so that what is kept of a pack can be read again.
    """
    refuse_left_out(folder)
    head = load_source(folder / NAME)
    names = sorted(one.name for one in folder.iterdir() if is_part(one.name) and one.name != NAME)
    parts = [load_source(folder / name) for name in names]
    if not parts or not isinstance(head.loaded.value, dict):
        return head
    for part in parts:
        check_schema(part, _validator())
    return Source(_joined(head.loaded, [part.loaded for part in parts]))


def rules_schema() -> Schema:
    """The schema of a file with rules, beside the ``pack.yaml`` of a folder."""
    pack = pack_schema()
    return pack | {
        "title": "Muster rules of a pack",
        "properties": {"rules": pack["properties"]["rules"]},
        "required": ["rules"],
    }


@cache
def _validator() -> Validator:
    return Validator(rules_schema())


def _joined(head: Loaded, parts: list[Loaded]) -> Loaded:
    own = head.value.get("rules", [])
    if not isinstance(own, list):
        return head
    rules, marks = list(own), Mark(1, 1, dict(head.root.child("rules").children or {}))
    for part in parts:
        listed = part.root.child("rules")
        for index, rule in enumerate(part.value["rules"]):
            mark = listed.child(str(index))
            marks.add(str(len(rules)), Mark(mark.line, mark.column, mark.children, part.source))
            rules.append(rule)
    value = head.value | {"rules": rules}
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    load_yaml(text, source=str(Path(head.source).parent))
    top = head.root
    root = Mark(top.line, top.column, (top.children or {}) | {"rules": marks})
    return Loaded(value, head.source, root, text)
