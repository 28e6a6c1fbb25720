"""Packs as one organisation sets them: parameters reach the rules, and each rule gets its mode."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain
from typing import Any

from policies.errors import PackError, raise_all
from policies.language.context import Source, nearest
from policies.language.durations import parse_duration
from policies.language.names import read_param
from policies.language.packs import Pack, Packs, build_pack, combine
from policies.language.rules import Rule
from policies.language.settings import Settings
from policies.yamlio.loaded import Loaded, Mark


def tune(packs: Packs, settings: Settings) -> Packs:
    """``packs`` with ``settings`` in place of those that they had; their digest covers both.

    Raises PackError with every setting that the packs do not allow, the further ones as ``others``.
    """
    source = settings.source or Source(Loaded(settings.to_json(), "settings", Mark(0, 0)))
    raise_all(chain(_wrong_params(packs, settings, source), _wrong_modes(packs, settings, source)))
    tuned = combine(_tuned(pack, packs.settings, settings) for pack in packs.packs)
    return replace(tuned, settings=settings)


def bounds_of(spec: Mapping[str, Any]) -> str:
    """What a parameter takes, in words, such as "a number from 0 to 720"."""
    what = {
        "int": "a whole number",
        "number": "a number",
        "duration": "a duration such as P90D",
        "bool": "true or false",
        "list": f"a list of values of {spec.get('items')}",
    }.get(spec["type"], f"a value of {spec['type']}")
    parts = [f"{word} {_readable(spec, name)}" for word, name in _BOUNDS if name in spec]
    return " ".join([what, *parts])


def is_bounded(spec: Mapping[str, Any]) -> bool:
    """Whether the pack says what the parameter may become: by bounds, a vocabulary or its type alone."""
    if spec["type"] in ("duration", "int", "number"):
        return "min" in spec or "max" in spec
    words = spec.get("items", "text") if spec["type"] == "list" else spec["type"]
    return words not in ("text", "date", "int", "number")


_BOUNDS = (("from", "min"), ("to", "max"))


def _readable(spec: Mapping[str, Any], name: str) -> str:
    duration = parse_duration(spec[name]) if spec["type"] == "duration" else None
    return f"{spec[name]} ({duration})" if duration else str(spec[name])


def _wrong_params(packs: Packs, settings: Settings, source: Source) -> Iterator[PackError]:
    known = {pack.id: pack for pack in packs.packs}
    for pack_id, values in settings.params.items():
        if pack_id not in known:
            yield source.error(f"/params/{pack_id}", f"There is no pack {pack_id!r}", nearest(pack_id, known))
            continue
        for name, value in values.items():
            yield from _wrong_param(known[pack_id], name, value, source)


def _wrong_param(pack: Pack, name: str, value: Any, source: Source) -> Iterator[PackError]:
    at = f"/params/{pack.id}/{name}"
    specs = pack.source.loaded.value.get("params", {})
    if name not in specs:
        yield source.error(at, f"The pack {pack.id!r} has no parameter {name!r}", nearest(name, specs))
    elif not is_bounded(specs[name]):
        message = f"{pack.id}.{name} can't be set, as the pack says nothing of what it may become"
        yield source.error(at, message, "Its pack has to give it `min` and `max`.")
    else:
        try:
            read_param(source, specs[name] | {"default": value}, pack.names.lists, at)
        except PackError as problem:
            hint = f"It takes {bounds_of(specs[name])}."
            yield source.error(at, f"{pack.id}.{name} can't be {value!r}: {_lowered(problem.message)}", hint)


def _lowered(message: str) -> str:
    return message if message[:1] in "'\"" else message[:1].lower() + message[1:]


def _wrong_modes(packs: Packs, settings: Settings, source: Source) -> Iterator[PackError]:
    rules = {rule.id: rule for rule in packs.rules}
    for rule_id, mode in settings.modes.items():
        rule = rules.get(rule_id)
        if rule is None:
            yield source.error(f"/modes/{rule_id}", f"There is no rule {rule_id!r}", nearest(rule_id, rules))
        elif mode not in rule.modes:
            message = f"{rule_id} can't be set to {mode}: its pack demands at least {rule.lowest_mode}"
            yield source.error(f"/modes/{rule_id}", message, f"It can be {' or '.join(rule.modes)}.")


def _tuned(pack: Pack, before: Settings, now: Settings) -> Pack:
    """Read the pack anew only where a parameter changes: a value is worked into the trees of its rules."""
    params = now.params.get(pack.id)
    if params or pack.id in before.params:
        pack = build_pack(pack.source, params)
    return replace(pack, rules=tuple(_in_mode(rule, now) for rule in pack.rules))


def _in_mode(rule: Rule, settings: Settings) -> Rule:
    return replace(rule, mode=settings.modes.get(rule.id, "block"))
