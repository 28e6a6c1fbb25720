"""What a consent has to say for data to go one way: each need belongs to a step of that way."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from policies.language.kleene import Truth, all_of, any_of, implies
from policies.lineage.graph import Link, Path, Record
from policies.lineage.said import covered, day, flag, lies_under, mappings, text, words

Met = tuple[int, str, Truth]  # the step, the gap if it isn't met, whether it is
_TRAIN: Final = "train_ai_system"
_MARKETING: Final = ("marketing.communications",)
# Channels on which the law asks for a yes first; on the soft ones customers may be written to without.
_OPT_IN: Final = frozenset({"email", "sms", "push", "voice_call"})
_SOFT: Final = frozenset({"email", "sms"})
_OUTSIDE: Final = ("DataController", "ThirdParty")
_BIG: Final = ("similarly_significant", "legal")
_OTHERWISE_ALLOWED: Final = ("a22_2_a_contract", "a22_2_b_law", "not_solely_automated")


def needs_met(path: Path, link: Link | None, scope: Record, today: date) -> Iterator[Met]:
    """Each need of the path and whether this consent meets it, in the order of the steps.

    ``link`` says on what terms the data moves; None where nobody recorded that.
    """
    last = len(path.records) - 2
    learning = path.models[0] if path.models else last
    yield 0, "expired", _stands(scope, today)
    yield 0, "category", _categories(path, link, scope)
    if path.trains:
        yield learning, "training", flag(scope.get("covers_model_training"))
    if path.end[0] != "use_case":
        return
    record = path.end[1]
    yield last, "use", _uses(_uses_at_end(path, link, record), scope)
    yield last, "purpose", _serves(record, scope)
    if not path.models:
        for gap, truth in _of_people(record, link or {}, scope).items():
            yield last, gap, truth


def _stands(scope: Record, today: date) -> Truth:
    ends = day(scope.get("expires_on"))
    return None if ends is None else ends >= today


def _categories(path: Path, link: Link | None, scope: Record) -> Truth:
    """Of what the link uses, the part from this source. Unrecorded, it may be all or some of it."""
    held, allowed = words(path.source.get("data_categories")), words(scope.get("permitted_categories"))
    if link is None:
        return covered(held, allowed) or None
    used = words(link.get("data_categories"))
    if used is None or not path.is_fed:
        return covered(used, allowed)
    if held is None:
        return covered(used, allowed) or None
    return covered([word for word in used if lies_under(word, held)], allowed)


def _uses_at_end(path: Path, link: Link | None, record: Record) -> list[str] | None:
    """What the data serves in the use case; through a model it serves all that the use case is for."""
    if not path.models:
        return words((link or {}).get("data_uses"))
    uses = words(record.get("data_uses"))
    if uses is None:
        said = [words(one.get("data_uses")) for one in mappings(record.get("data_links"))]
        uses = [use for one in said for use in one or ()] if said and None not in said else None
    return None if uses is None else [use for use in uses if not lies_under(use, (_TRAIN,))]


def _uses(uses: list[str] | None, scope: Record) -> Truth:
    allowed = words(scope.get("permitted_data_uses"))
    trains = flag(scope.get("covers_model_training"))
    return (
        all_of(any_of((covered([use], allowed), lies_under(use, (_TRAIN,)) and trains)) for use in uses)
        if uses is not None
        else None
    )


def _serves(record: Record, scope: Record) -> Truth:
    """Whether any of our purposes is among those of the consent.

    A consent without a list leaves it to the uses. One with a list is not met by saying nothing.
    """
    ours, theirs = _codes(record.get("purposes")), _codes(scope.get("permitted_purposes"))
    if not theirs:
        return True
    return bool(ours & theirs) if ours else None


def _codes(value: Any) -> set[str]:
    return {text(one.get("code")) for one in mappings(value)} - {""}


def _of_people(record: Record, link: Link, scope: Record) -> dict[str, Truth]:
    """What only matters where the data of a person is used to deal with that very person."""
    return {
        "profiling": implies(flag(record.get("uses_profiling")), flag(scope.get("covers_profiling"))),
        "automated_decision": implies(_decides_alone(record), flag(scope.get("covers_automated_decisions"))),
        "third_party": implies(_hands_on(record), flag(scope.get("covers_third_party_sharing"))),
        "channel": _channels(record, link, scope),
    }


def _decides_alone(record: Record) -> Truth:
    """Automatic decisions that matter need a yes, where neither a contract nor a law allows them."""
    return all_of(
        (
            _is(record, "decision_mode", ("fully_automated",)),
            _is(record, "decision_effect", _BIG),
            None
            if not text(record.get("adm_exception"))
            else record["adm_exception"] not in _OTHERWISE_ALLOWED,
        )
    )


def _is(record: Record, field: str, values: tuple[str, ...]) -> Truth:
    value = text(record.get(field))
    return value in values if value else None


def _hands_on(record: Record) -> Truth:
    if not isinstance(record.get("tools"), list):
        return None
    return any_of(
        all_of((flag(tool.get("processes_personal_data")), _is(tool, "processor_role", _OUTSIDE)))
        for tool in mappings(record["tools"])
    )


def _channels(record: Record, link: Mapping[str, Any], scope: Record) -> Truth:
    """Each channel on which marketing goes out; it is sent with the data whose use says so."""
    uses, channels = words(link.get("data_uses")), words(record.get("direct_marketing_channels"))
    sends = None if uses is None else any(lies_under(use, _MARKETING) for use in uses)
    asked = None if channels is None else any(channel in _OPT_IN for channel in channels)
    allowed = words(scope.get("permitted_channels"))
    soft = flag(scope.get("is_soft_opt_in"))
    each = [
        any_of((None if allowed is None else channel in allowed, channel in _SOFT and soft))
        for channel in channels or ()
        if channel in _OPT_IN
    ]
    return implies(all_of((sends, asked)), all_of(each) if channels is not None else None)
