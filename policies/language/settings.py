"""Settings of packs: what one organisation sets differently, kept apart from the packs that it uses.

``muster: settings/1`` with ``params`` (pack → parameter → value) and ``modes`` (rule → mode). Modes say how
far a rule goes: ``block`` as the rule itself says, ``warn`` shows what it finds and blocks nothing,
``observe`` marks it as a preview, as for a rule that is not in force yet.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from policies.errors import PackError
from policies.language import paths
from policies.language.context import Source
from policies.language.schema import MODES
from policies.language.schema_forms import Schema
from policies.language.validate import check_schema
from policies.validation import Validator
from policies.yamlio import load_yaml

FORM: Final = "settings/1"


@dataclass(frozen=True)
class Settings:
    """Well-formed settings; only ``tune`` knows whether packs allow them. False where nothing is set.

    ``source`` tells where each was written, and is no part of what they are.
    """

    params: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    modes: Mapping[str, str] = field(default_factory=dict)
    source: Source | None = field(default=None, compare=False, repr=False)

    def __bool__(self) -> bool:
        return bool(self.params or self.modes)

    def to_json(self) -> dict[str, Any]:
        """What ``read_settings`` reads."""
        params = {pack: dict(values) for pack, values in self.params.items()}
        return {"muster": FORM, "params": params, "modes": dict(self.modes)}


NO_SETTINGS: Final = Settings()


def load_settings(path: Path | str) -> Settings:
    """Read settings from a YAML or JSON file. Raises PackError (or YamlError) as ``read_settings`` does."""
    try:
        return read_settings(Path(path).read_bytes(), source=str(path))
    except OSError as problem:
        raise PackError(f"This file can't be read: {problem.strerror}", source=str(path)) from None


def read_settings(text: str | bytes, *, source: str) -> Settings:
    """Settings from their text. Raises PackError with line, column and hint, further ones as ``others``."""
    at = Source(load_yaml(text, source=source))
    check_schema(at, _validator())
    said = at.loaded.value
    params = {pack: values for pack, values in said.get("params", {}).items() if values}
    return Settings(params, said.get("modes", {}), at)


@cache
def _validator() -> Validator:
    return Validator(settings_schema())


def settings_schema() -> Schema:
    """The schema of one settings file (draft 2020-12)."""
    name: Schema = {"type": "string", "pattern": f"^{paths.NAME}$"}
    values: Schema = {"type": "object", "propertyNames": name, "additionalProperties": {}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Muster settings of packs",
        "type": "object",
        "properties": {
            "muster": {"const": FORM},
            "params": {"type": "object", "additionalProperties": values},
            "modes": {"type": "object", "additionalProperties": {"enum": list(MODES)}},
        },
        "required": ["muster"],
        "additionalProperties": False,
    }
