"""What the rules make of what was read of each entry: verdicts first, without words for the findings."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Final

from governance.models import CheckRun, Reading
from governance.services.inputs import inputs_digest
from governance.services.readings import Body, Read
from governance.services.results import attempt
from governance.services.standing import Doubt, Standing, Stood
from policies import Packs, PolicyError, Report, Waiver
from policies.basis import Basis

AT_ONCE: Final = 250
Granted = Mapping[tuple[str, str], Sequence[Waiver]]  # by kind and key of the entry
Bodies = Callable[[Sequence[Read]], Mapping[int, Body]]


@dataclass(frozen=True)
class Said:
    """What a check came to, as columns of its row. Where waivers play a part it is a whole ``report``."""

    columns: Mapping[str, Any]
    report: Report | None = None


@dataclass(frozen=True)
class Result:
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


def readings() -> Iterator[list[Read]]:
    """What was read of everything, in parts."""
    last = 0
    names = (*Read._fields[:-2], "entry__kind", "entry__key")
    while True:
        rows = Reading.objects.filter(pk__gt=last).order_by("pk").values_list(*names)[:AT_ONCE]
        part = [Read(*row) for row in rows]
        if not part:
            return
        yield part
        last = part[-1].entry


class Judge:
    """Asks the rules about what was read, and tells which checks say already what there is to say."""

    def __init__(
        self, packs: Packs, as_of: date, waivers: Mapping[tuple[str, str], Sequence[Waiver]]
    ) -> None:
        self.packs = packs
        self.as_of = as_of
        self._waivers = waivers
        self._standing = Standing(packs, as_of)

    def results(
        self,
        part: Sequence[Read],
        current: Mapping[int, Stood],
        waiting: Mapping[int, Sequence[CheckRun]],
        bodies_of: Bodies,
    ) -> Iterator[Result]:
        """What is to be said of each entry, and of each check of it that was waiting.

        ``bodies_of`` gives record and facts of the entries that the rules are asked about.
        """
        inputs = {read.entry: inputs_digest(read.digest, self._waived(read)) for read in part}
        doubts = {read.entry: self._doubt(read, current.get(read.entry), inputs[read.entry]) for read in part}
        for entry in waiting:
            doubts[entry] = Doubt.ALL
        bodies = bodies_of([one for one in part if doubts[one.entry] is not Doubt.NONE and not one.error])
        for read in part:
            stood, doubt = current.get(read.entry), doubts[read.entry]
            for run in waiting.get(read.entry) or (None,):
                ask = partial(self._ask, read, stood, doubt, bodies)
                yield Result(read, stood, run, inputs[read.entry], *attempt(read.entry, ask))

    def _waived(self, read: Read) -> Sequence[Waiver]:
        return self._waivers.get((read.kind, read.key), ())

    def _doubt(self, read: Read, stood: Stood | None, inputs: str) -> Doubt:
        if stood is None or read.error or stood.revision != read.revision:
            return Doubt.ALL
        return self._standing.doubt(stood, inputs, read.kind, waived=bool(self._waived(read)))

    def _ask(self, read: Read, stood: Stood | None, doubt: Doubt, bodies: Mapping[int, Body]) -> Said | None:
        """What a check says; None where the one that stood says it. Raises PolicyError."""
        if read.error:
            raise PolicyError(read.error)
        if doubt is Doubt.NONE:
            return None
        record, facts = bodies[read.entry]
        if waivers := self._waived(read):
            return Said({}, Basis(record, self.as_of, None, facts, waivers).report(self.packs))
        if stood is None or doubt is Doubt.ALL:
            return Said(self._standing.asked(read.kind).of(record, facts).columns)
        came = self._standing.now(stood, doubt, read.kind, record, facts)
        return None if came is None else Said(came.columns)
