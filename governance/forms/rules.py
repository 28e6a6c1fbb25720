"""A change of the rules: parameters within their bounds, modes, versions of packs, or a pack as a file."""

from typing import Any

from django import forms

from governance.models import PackVersion
from governance.services.activations import Draft
from governance.services.rule_sets import default_packs, settings_of, usable_packs
from policies import PackError, Packs, PolicyError, Settings
from policies.canonical import canonical_bytes
from policies.language.packs import Pack
from policies.language.tuning import bounds_of, is_bounded
from policies.limits import LIMITS

MODES = {"block": "As the rule says", "warn": "Only warn", "observe": "Only observe"}
NOT_USED = "none"


class RulesForm(forms.Form):
    """Fields are made from the packs in force; what is left as it is makes no setting."""

    reason = forms.CharField(
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Whoever activates it reads this, and auditors do years from now.",
        error_messages={"required": "Say why: whoever activates it has to know."},
    )
    file = forms.FileField(
        label="A pack of your own",
        required=False,
        help_text="A YAML file. It takes the place of the pack with the same id, or is added to the others.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.packs: Packs = usable_packs() or default_packs()
        self.problems: list[PackError] = []
        versions = list(PackVersion.objects.defer("text"))
        for pack in self.packs.packs:
            self._add_pack(pack, [one for one in versions if one.pack == pack.id])
        used = {pack.id for pack in self.packs.packs}
        self.unused = sorted({one.pack for one in versions} - used)
        for name in self.unused:
            kept = _kept([one for one in versions if one.pack == name])
            self._add_version(name, name, [(NOT_USED, "Not used"), *kept.items()], NOT_USED)
            self.fields[f"version-{name}"].required = False

    def sections(self) -> list[dict[str, Any]]:
        """For the page: each pack with its fields."""
        return [
            {
                "pack": pack,
                "version": self[f"version-{pack.id}"],
                "params": [self[name] for name in self.fields if name.startswith(f"param-{pack.id}-")],
                "rules": [(rule, self[f"mode-{rule.id}"]) for rule in pack.rules if len(rule.modes) > 1],
                "kept": [rule for rule in pack.rules if len(rule.modes) == 1],
                "open": any(name in self.errors for name in self._names_of(pack)),
            }
            for pack in self.packs.packs
        ]

    def _names_of(self, pack: Pack) -> list[str]:
        starts = (f"param-{pack.id}-", f"version-{pack.id}")
        modes = {f"mode-{rule.id}" for rule in pack.rules}
        return [name for name in self.fields if name.startswith(starts) or name in modes]

    def others(self) -> list[Any]:
        """The fields of packs that are kept and not in force."""
        return [self[f"version-{name}"] for name in self.unused]

    def draft(self) -> Draft:
        """What was asked for. Raises PackError where a value is none at all."""
        said = self.cleaned_data
        params: dict[str, dict[str, Any]] = {}
        for pack in self.packs.packs:
            for name, spec in pack.source.loaded.value.get("params", {}).items():
                text = str(said.get(f"param-{pack.id}-{name}", "")).strip()
                if text and text != _text_of(pack, spec["default"]):
                    params.setdefault(pack.id, {})[name] = _value(spec, text)
        modes = {
            rule.id: mode
            for rule in self.packs.rules
            if (mode := said.get(f"mode-{rule.id}") or "block") != "block"
        }
        chosen = [value for name, value in said.items() if name.startswith("version-")]
        document = Settings(params, modes).to_json()
        return Draft(
            packs=[one for one in chosen if one not in ("", NOT_USED)],
            text=said["file"].read(LIMITS.text_bytes + 1) if said["file"] else "",
            settings=settings_of(document),
            source=said["file"].name if said["file"] else "pack.yaml",
        )

    def add_problem(self, refused: Exception) -> None:
        """Each where it belongs: at its parameter or mode, else at the file, with its line."""
        every = [refused, *getattr(refused, "others", ())]
        for one in every:
            name = self._field_of(str(one))
            text = str(one).removeprefix("settings: ")
            self.add_error(name or ("file" if getattr(one, "line", 0) else None), text)

    def _field_of(self, text: str) -> str | None:
        settable = {
            f"{pack.id}.{name}": f"param-{pack.id}-{name}"
            for pack in self.packs.packs
            for name in pack.names.params
        }
        settable |= {rule.id: f"mode-{rule.id}" for rule in self.packs.rules}
        found = (
            field for said, field in settable.items() if f" {said} can't" in text and field in self.fields
        )
        return next(found, None)

    def _add_version(self, pack: str, label: str, choices: list[tuple[str, str]], initial: str) -> None:
        self.fields[f"version-{pack}"] = forms.ChoiceField(label=label, choices=choices, initial=initial)

    def _add_pack(self, pack: Pack, versions: list[PackVersion]) -> None:
        offered = _kept(versions) | {pack.digest: f"{pack.version}, in force"}
        self._add_version(
            pack.id, "Version", [*offered.items(), (NOT_USED, "Do not use this pack")], pack.digest
        )
        for name, spec in pack.source.loaded.value.get("params", {}).items():
            if is_bounded(spec):
                shown = _text_of(pack, spec["default"])
                text = f"Takes {bounds_of(spec)}. The pack says {shown}. {spec.get('help', '')}"
                self.fields[f"param-{pack.id}-{name}"] = forms.CharField(
                    label=param_label(name),
                    initial=_text_of(pack, pack.names.params[name].value),
                    help_text=text.strip(),
                    max_length=2_000,
                    required=False,
                )
        for rule in pack.rules:
            if len(rule.modes) > 1:
                modes = [(mode, MODES[mode]) for mode in reversed(rule.modes)]
                self.fields[f"mode-{rule.id}"] = forms.ChoiceField(
                    label=f"{rule.id} {rule.title}", choices=modes, initial=rule.mode, required=False
                )


def param_label(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _kept(versions: list[PackVersion]) -> dict[str, str]:
    return {one.digest: f"{one.version}, kept {one.kept_at:%-d %B %Y}" for one in versions}


def _text_of(pack: Pack, value: Any) -> str:
    if isinstance(value, dict):
        value = pack.names.lists[value["list"]].value
    if isinstance(value, bool):
        return "true" if value else "false"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _value(spec: dict[str, Any], text: str) -> Any:
    """The value a text stands for, by the type of its parameter; what is none stays text, to be refused."""
    if spec["type"] in ("int", "number"):
        try:
            number = int(text) if text.lstrip("-").isdigit() else float(text)
            canonical_bytes(number)
        except (ValueError, PolicyError):
            return text
        return number
    if spec["type"] == "bool":
        return {"true": True, "false": False}.get(text.lower(), text)
    return [one.strip() for one in text.split(",") if one.strip()] if spec["type"] == "list" else text
