"""The charter in force: which seats decide on what, who may waive or change rules, and for how long."""

from dataclasses import replace
from functools import cache
from pathlib import Path

from django.conf import settings

from governance.models.charters import CharterChange
from governance.models.submissions import Submission
from policies import PolicyError
from policies.charters import Charter, Terms, load_charter, shipped_charter, shipped_text
from policies.errors import CharterError
from registry.watching import Watched


class UnreadableCharter(CharterError):
    """This release can't use the charter in force: nothing is decided, rather than by another one."""


def charter() -> Charter:
    """What the council adopted last; until then that of ``MUSTER_CHARTER``, else the one that ships.

    One query. Raises ``UnreadableCharter`` where it is wrong: no other charter takes the place of it.
    """
    try:
        return _ADOPTED.now() or _default()
    except UnreadableCharter:
        raise
    except PolicyError as problem:
        way_out = "Mend the file that MUSTER_CHARTER names, and start Muster again."
        raise _unreadable(problem, way_out) from problem


def usable_charter() -> Charter | None:
    """The charter in force for pages that open without it too; None where this release can't use it."""
    try:
        return charter()
    except UnreadableCharter:
        return None


def terms_of(submission: Submission) -> Terms:
    """What was frozen with the round that stands, whatever the council adopted since.

    Of a round that an earlier release froze without them, who approves urgently, for how long, and how long
    it can be appealed against are those of the charter in force. Raises ``UnreadableCharter``: meanwhile
    nothing is decided, by the terms of an earlier one neither.
    """
    rules, terms = charter(), submission.voting_terms
    if terms.urgent_days:
        return terms
    return replace(
        terms,
        urgent_seats=rules.may_decide_urgently,
        urgent_days=rules.urgent_days,
        appeal_days=rules.appeal_days,
    )


def digest_in_force() -> str:
    """That of the charter in force, whether or not this release can use it."""
    adopted = CharterChange.objects.adopted().values_list("digest", flat=True).first()
    return adopted or charter().digest


def charter_text() -> str:
    """The charter in force as it is written, comments and all."""
    adopted = CharterChange.objects.adopted().values_list("text", flat=True).first()
    if adopted is not None:
        return adopted
    return Path(settings.MUSTER_CHARTER).read_text("utf-8") if settings.MUSTER_CHARTER else shipped_text()


def _adopted() -> Charter | None:
    change = CharterChange.objects.adopted().first()
    if change is None:
        return None
    try:
        return load_charter(change.text, source=f"charter-{change.number}.yaml")
    except PolicyError as problem:
        way_out = (
            "Go back to the release before this one, adopt a charter there that both releases can read, and "
            "upgrade again."
        )
        raise _unreadable(problem, way_out) from problem


def _unreadable(problem: PolicyError, way_out: str) -> UnreadableCharter:
    """With each mistake in ``others``."""
    message = f"This release of Muster can't use the charter in force, so nothing is decided. {way_out}"
    error = UnreadableCharter(message, hint=str(problem))
    error.others = (problem, *problem.others)
    return error


_ADOPTED: Watched[Charter | None] = Watched(
    lambda: [CharterChange.objects.adopted().values_list("number", "digest")[:1]], lambda _: _adopted()
)


def _default() -> Charter:
    return _read(settings.MUSTER_CHARTER) if settings.MUSTER_CHARTER else shipped_charter()


@cache
def _read(path: str) -> Charter:
    return load_charter(Path(path).read_text("utf-8"), source=path)
