"""What the rules make of what was read of each entry: verdicts first, without words for the findings."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from typing import Any, Final, NamedTuple

from governance.models import CheckRun, Reading
from governance.models.readings import unpacked
from governance.services.inputs import Standing, compact_digest, inputs_digest
from governance.services.results import attempt
from policies import Packs, PolicyError, Report, Waiver
from policies.basis import Basis
from policies.compiled.findings import findings_of
from policies.compiled.weight import Weights, counts_of
from policies.engine.check import rules_asked
from policies.engine.compact import CompactFinding

AT_ONCE: Final = 500
Granted = Mapping[tuple[str, str], Sequence[Waiver]]  # by kind and key of the entry


class Read(NamedTuple):
    """What is kept of an entry's reading beside its body."""

    entry: int
    revision: int
    digest: str
    record_digest: str
    error: str
    kind: str
    key: str


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
    stood: CheckRun | None
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
        self._weights: dict[str, Weights] = {}

    def results(
        self,
        part: Sequence[Read],
        current: Mapping[int, CheckRun],
        waiting: Mapping[int, Sequence[CheckRun]],
    ) -> Iterator[Result]:
        """What is to be said of each entry, and of each check of it that was waiting."""
        asked = [(read, self._inputs(read)) for read in part]
        bodies = _Bodies(
            read.entry
            for read, inputs in asked
            if read.entry in waiting or not self._same(current.get(read.entry), inputs)
        )
        for read, inputs in asked:
            stood = current.get(read.entry)
            for run in waiting.get(read.entry) or (None,):
                said, error = attempt(read.entry, partial(self._ask, read, inputs, stood, run, bodies))
                yield Result(read, stood, run, inputs, said, error)

    def _inputs(self, read: Read) -> str:
        return inputs_digest(read.digest, self._waived(read), self.packs)

    def _waived(self, read: Read) -> Sequence[Waiver]:
        return self._waivers.get((read.kind, read.key), ())

    def _same(self, stood: CheckRun | None, inputs: str) -> bool:
        return stood is not None and (stood.inputs_digest, stood.as_of) == (inputs, self.as_of)

    def _ask(
        self, read: Read, inputs: str, stood: CheckRun | None, run: CheckRun | None, bodies: "_Bodies"
    ) -> Said | None:
        """What a check says; None where the one that stood says it. Raises PolicyError."""
        if read.error:
            raise PolicyError(read.error)
        if run is None and stood is not None and self._holds(read, inputs, stood, bodies):
            return None
        return self._said(read, *bodies.of(read.entry))

    def _holds(self, read: Read, inputs: str, stood: CheckRun, bodies: "_Bodies") -> bool:
        def finds() -> str:
            outcomes, found = self._found(read.kind, *bodies.of(read.entry))
            return compact_digest(counts_of(outcomes), found)

        waived = bool(self._waived(read))
        same = stood.revision == read.revision
        return same and self._standing.holds(stood, inputs, read.kind, waived=waived, found=finds)

    def _said(self, read: Read, record: Any, facts: Any) -> Said:
        if waivers := self._waived(read):
            basis = Basis(record, self.as_of, None, facts, waivers)
            return Said({}, basis.report(self.packs))
        outcomes, found = self._found(read.kind, record, facts)
        counts = counts_of(outcomes)
        columns = {
            "verdict": self._weights[read.kind].verdict(found, record, facts),
            "counts": counts,
            "record_digest": read.record_digest,
            "found_digest": compact_digest(counts, found),
        }
        return Said(columns)

    def _found(self, kind: str, record: Any, facts: Any) -> tuple[bytes, list[CompactFinding]]:
        if kind not in self._weights:
            rules_asked(self.packs, kind, None)  # Nothing asked is not a pass.
            self._weights[kind] = Weights(self.as_of)
        return findings_of(self.packs, kind, self.as_of).of(record, facts)


class _Bodies:
    """Records and facts of some entries, read together once one of them is asked for."""

    def __init__(self, entries: Iterable[int]) -> None:
        self._entries = list(entries)

    def of(self, entry: int) -> tuple[Any, Any]:
        return unpacked(self._read[entry])

    @cached_property
    def _read(self) -> dict[int, bytes | memoryview]:
        return dict(Reading.objects.filter(pk__in=self._entries).values_list("pk", "body"))
