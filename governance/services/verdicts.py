"""What the rules make of what was read of each entry: verdicts first, without words for the findings."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from typing import Any, Final

from governance.models import CheckRun, Reading
from governance.models.readings import unpacked
from governance.services.composing import Asked, Came, Change
from governance.services.inputs import inputs_digest
from governance.services.readings import Read
from governance.services.results import attempt
from governance.services.standing import Doubt, Standing, Stood
from policies import Packs, PolicyError, Report, Waiver
from policies.basis import Basis
from policies.compiled.findings import findings_of
from policies.engine.check import rules_asked

AT_ONCE: Final = 250
Granted = Mapping[tuple[str, str], Sequence[Waiver]]  # by kind and key of the entry
Bodies = Callable[[int], tuple[Any, Any]]  # record and facts of an entry


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
        self._asked: dict[str, Asked] = {}

    def results(
        self,
        part: Sequence[Read],
        current: Mapping[int, Stood],
        waiting: Mapping[int, Sequence[CheckRun]],
        at_hand: Bodies | None = None,
    ) -> Iterator[Result]:
        """What is to be said of each entry, and of each check of it that was waiting.

        Where records and facts are not ``at_hand``, those that are needed are read together.
        """
        doubts = [self._doubt(read, current.get(read.entry)) for read in part]
        bodies = at_hand or _Kept(
            read.entry
            for read, doubt in zip(part, doubts, strict=True)
            if read.entry in waiting or doubt is not Doubt.NONE
        )
        for read, doubt in zip(part, doubts, strict=True):
            stood = current.get(read.entry)
            for run in waiting.get(read.entry) or (None,):
                ask = partial(self._ask, read, stood, doubt if run is None else Doubt.ALL, bodies)
                yield Result(read, stood, run, self._inputs(read), *attempt(read.entry, ask))

    def _inputs(self, read: Read) -> str:
        return inputs_digest(read.digest, self._waived(read))

    def _waived(self, read: Read) -> Sequence[Waiver]:
        return self._waivers.get((read.kind, read.key), ())

    def _doubt(self, read: Read, stood: Stood | None) -> Doubt | Change:
        if stood is None or read.error or stood.revision != read.revision:
            return Doubt.ALL
        return self._standing.doubt(stood, self._inputs(read), read.kind, waived=bool(self._waived(read)))

    def _ask(self, read: Read, stood: Stood | None, doubt: Doubt | Change, bodies: Bodies) -> Said | None:
        """What a check says; None where the one that stood says it. Raises PolicyError."""
        if read.error:
            raise PolicyError(read.error)
        if doubt is Doubt.NONE:
            return None
        record, facts = bodies(read.entry)
        if isinstance(doubt, Change) and stood is not None:
            came_to = stood.came_to
            comes_to = doubt.moves(came_to, record, facts)
            if comes_to is not None:
                return None if comes_to is came_to else self._plain(read, comes_to)
        said = self._said(read, record, facts)
        if doubt is Doubt.DAY and stood is not None and said.columns["found_digest"] == stood.found_digest:
            return None
        return said

    def _said(self, read: Read, record: Any, facts: Any) -> Said:
        if waivers := self._waived(read):
            basis = Basis(record, self.as_of, None, facts, waivers)
            return Said({}, basis.report(self.packs))
        return self._plain(read, self._rules_about(read.kind).of(record, facts))

    def _plain(self, read: Read, came: Came) -> Said:
        return Said(came.columns)

    def _rules_about(self, kind: str) -> Asked:
        if kind not in self._asked:
            rules_asked(self.packs, kind, None)  # Nothing asked is not a pass.
            self._asked[kind] = Asked(findings_of(self.packs, kind, self.as_of))
        return self._asked[kind]


class _Kept:
    """Records and facts of some entries, read together once one of them is asked for."""

    def __init__(self, entries: Iterable[int]) -> None:
        self._entries = list(entries)

    def __call__(self, entry: int) -> tuple[Any, Any]:
        return unpacked(self._read[entry])

    @cached_property
    def _read(self) -> dict[int, bytes | memoryview]:
        return dict(Reading.objects.filter(pk__in=self._entries).values_list("pk", "body"))
