"""What a consent has to say for data to go one way: each need belongs to a step of that way."""

from typing import Final, NamedTuple

from policies.language.kleene import Truth, all_of, any_of, implies
from policies.lineage.graph import Link, Path, Record
from policies.lineage.parts import Consent, Source, codes
from policies.lineage.said import above, covered, flag, lies_under, mappings, text, words

Met = tuple[int, str, Truth]  # the step, the gap if it isn't met, whether it is
_TRAIN: Final = above(["train_ai_system"])
_MARKETING: Final = above(["marketing.communications"])
# Channels on which the law asks for a yes first; on the soft ones customers may be written to without.
_OPT_IN: Final = frozenset({"email", "sms", "push", "voice_call"})
_SOFT: Final = frozenset({"email", "sms"})
_OUTSIDE: Final = ("DataController", "ThirdParty")
_BIG: Final = ("similarly_significant", "legal")
_OTHERWISE_ALLOWED: Final = ("a22_2_a_contract", "a22_2_b_law", "not_solely_automated")


class Dealing(NamedTuple):
    """What a use case does with people, the same on every way. ``channels`` are those of ``_OPT_IN``."""

    purposes: set[str]
    profiles: Truth
    decides_alone: Truth
    hands_on: Truth
    channels: list[str] | None


class Asked(NamedTuple):
    """What one way asks of any consent.

    ``categories`` are those that come from the source, or more with ``perhaps_fewer``. ``learning`` is the
    step on which something is trained, None without one. ``dealing`` is None where the way ends in a model,
    and ``to_people`` says whether what comes this way is used to deal with the very people it is about.
    """

    categories: list[str] | None
    perhaps_fewer: bool
    learning: int | None
    last: int
    dealing: Dealing | None
    uses: list[str] | None
    to_people: bool
    sends: Truth


def asked_by(path: Path, source: Source, link: Link | None, dealing: Dealing | None) -> Asked:
    """``link`` says on what terms the data moves; None where nobody recorded that."""
    into_model, last = path.into_model, len(path.records) - 2
    uses = None if link is None else words(link.get("data_uses"))
    categories, perhaps_fewer = _categories(path, source, link)
    return Asked(
        categories=categories,
        perhaps_fewer=perhaps_fewer,
        learning=None if not path.trains else last if into_model is None else into_model,
        last=last,
        dealing=dealing,
        uses=uses if into_model is None or dealing is None else _uses_of_model(path.end[1]),
        to_people=into_model is None,
        sends=None if uses is None else any(lies_under(use, _MARKETING) for use in uses),
    )


def _categories(path: Path, source: Source, link: Link | None) -> tuple[list[str] | None, bool]:
    """Of what the link uses, the part from this source. Unrecorded, it may be all or some of it."""
    if link is None:
        return source.holds, True
    used = words(link.get("data_categories"))
    if used is None or not path.is_fed:
        return used, False
    if source.holds is None:
        return used, True
    held = above(source.holds)
    return [word for word in used if lies_under(word, held)], False


def _uses_of_model(record: Record) -> list[str] | None:
    """What the data serves in the use case: through a model it serves all that the use case is for."""
    uses = words(record.get("data_uses"))
    if uses is None:
        said = [words(one.get("data_uses")) for one in mappings(record.get("data_links"))]
        uses = [use for one in said for use in one or ()] if said and None not in said else None
    return None if uses is None else [use for use in uses if not lies_under(use, _TRAIN)]


def dealing_of(record: Record) -> Dealing:
    channels = words(record.get("direct_marketing_channels"))
    return Dealing(
        purposes=codes(record.get("purposes")),
        profiles=flag(record.get("uses_profiling")),
        decides_alone=_decides_alone(record),
        hands_on=_hands_on(record),
        channels=None if channels is None else [channel for channel in channels if channel in _OPT_IN],
    )


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


def needs_met(asked: Asked, consent: Consent) -> list[Met]:
    """Each need of a way and whether this consent meets it, in the order of the steps."""
    allowed = covered(asked.categories, consent.categories)
    if allowed is False and asked.perhaps_fewer:
        allowed = None
    needs: list[Met] = [(0, "expired", consent.stands), (0, "category", allowed)]
    if asked.learning is not None:
        needs.append((asked.learning, "training", consent.training))
    dealing, last = asked.dealing, asked.last
    if dealing is None:
        return needs
    needs += ((last, "use", _uses(asked.uses, consent)), (last, "purpose", _serves(dealing, consent)))
    # What only matters where the data of a person is used to deal with that very person.
    if asked.to_people:
        needs += (
            (last, "profiling", implies(dealing.profiles, consent.profiling)),
            (last, "automated_decision", implies(dealing.decides_alone, consent.automated_decisions)),
            (last, "third_party", implies(dealing.hands_on, consent.third_parties)),
            (last, "channel", _channels(asked.sends, dealing.channels, consent)),
        )
    return needs


def _uses(uses: list[str] | None, consent: Consent) -> Truth:
    if uses is None:
        return None
    allowed, training = consent.uses, consent.training
    met: list[Truth] = []
    for use in uses:
        if allowed is not None and lies_under(use, allowed):
            continue
        met.append(any_of((None if allowed is None else False, lies_under(use, _TRAIN) and training)))
    return all_of(met)


def _serves(dealing: Dealing, consent: Consent) -> Truth:
    """Whether any of our purposes is among those of the consent.

    A consent without a list leaves it to the uses. One with a list is not met by saying nothing.
    """
    if not consent.purposes:
        return True
    return not dealing.purposes.isdisjoint(consent.purposes) if dealing.purposes else None


def _channels(sends: Truth, channels: list[str] | None, consent: Consent) -> Truth:
    """Each channel on which marketing goes out; it is sent with the data whose use says so."""
    if sends is False or channels == []:
        return True
    allowed, soft = consent.channels, consent.soft_opt_in
    each = [
        any_of((None if allowed is None else channel in allowed, channel in _SOFT and soft))
        for channel in channels or ()
    ]
    return implies(None if channels is None else sends, all_of(each) if channels is not None else None)
