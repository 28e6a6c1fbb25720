"""What the rules make of what was read of each entry: verdicts first, without words for the findings."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from governance.models import CheckRun
from governance.services.inputs import inputs_digest
from governance.services.projections import Body, Read
from governance.services.results import attempt
from governance.services.standing import Doubt, Standing, Stood
from policies import Packs, PolicyError, Report, Waiver
from policies.basis import Basis

Granted = Mapping[tuple[str, str], Sequence[Waiver]]  # by kind and key of the entry


class Said(NamedTuple):
    """What a check came to, as columns of its row. Where waivers play a part it is a whole ``report``."""

    columns: Mapping[str, Any]
    report: Report | None = None


class Result(NamedTuple):
    """What became of one entry: ``stood`` is the check that was current when it was looked at.

    ``waiting`` is a check of it that waited; without one, a new one is due unless what stood ``holds``.
    """

    read: Read
    stood: Stood | None
    waiting: CheckRun | None
    inputs: str
    said: Said | None = None
    error: str = ""

    @property
    def holds(self) -> bool:
        return self.said is None and not self.error


class Looked(NamedTuple):
    """An entry that was read, with the check of it that stood, those that waited, and what is to be asked."""

    read: Read
    inputs: str
    stood: Stood | None
    waiting: Sequence[CheckRun]
    doubt: Doubt

    @property
    def is_asked(self) -> bool:
        return self.doubt is not Doubt.NONE and not self.read.error


class Judge:
    """Asks the rules about what was read, and tells which checks say already what there is to say."""

    def __init__(self, packs: Packs, as_of: date, waivers: Granted) -> None:
        self.packs = packs
        self.as_of = as_of
        self._waivers = waivers
        self._standing = Standing(packs, as_of)

    def looked_at(self, read: Read, stood: Stood | None, waiting: Sequence[CheckRun]) -> Looked:
        """What is to be asked about an entry of which one check stood, and others were waiting."""
        inputs = inputs_digest(read.digest, self._waived(read))
        doubt = Doubt.ALL if waiting else self._doubt(read, stood, inputs)
        return Looked(read, inputs, stood, waiting, doubt)

    def results(self, at: Looked, body: Body | None) -> Iterator[Result]:
        """What is to be said of an entry, and of each check of it that was waiting.

        ``body`` is its record with its facts, where ``at.is_asked``; as far as rules read them, unless the
        entry ``needs_all``.
        """
        for run in at.waiting or (None,):
            said, error = attempt(at.read.entry, lambda: self._ask(at, body))
            yield Result(at.read, at.stood, run, at.inputs, said, error)

    def needs_all(self, at: Looked) -> bool:
        """Whether an entry is asked about in words, for which what rules read of it is not enough."""
        return at.is_asked and bool(self._waived(at.read))

    def _waived(self, read: Read) -> Sequence[Waiver]:
        return self._waivers.get((read.kind, read.key), ())

    def _doubt(self, read: Read, stood: Stood | None, inputs: str) -> Doubt:
        if stood is None or read.error or stood.revision != read.revision:
            return Doubt.ALL
        return self._standing.doubt(stood, inputs, read.kind, waived=bool(self._waived(read)))

    def _ask(self, at: Looked, body: Body | None) -> Said | None:
        """What a check says; None where the one that stood says it. Raises PolicyError."""
        if at.read.error:
            raise PolicyError(at.read.error)
        if body is None or at.doubt is Doubt.NONE:
            return None
        (record, facts), kind = body, at.read.kind
        if waivers := self._waived(at.read):
            return Said({}, Basis(record, self.as_of, None, facts, waivers).report(self.packs))
        if at.stood is None or at.doubt is Doubt.ALL:
            return Said(self._standing.asked(kind).of(record, facts).columns)
        came = self._standing.now(at.stood, at.doubt, kind, record, facts)
        return None if came is None else Said(came.columns)
