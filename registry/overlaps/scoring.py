"""Scoring what was chosen to be compared, where it pays in a process of its own beside the one that asks.

That process reads nothing from the database and needs no Django: it gets signatures, keeps them, and answers.
It ends with the one that started it, however that ends.
"""

import os
import pickle
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from subprocess import PIPE, Popen
from sys import intern
from typing import IO, Any, NamedTuple, Protocol

from policies.overlap import Match, Signature
from policies.overlap.comparing import Asked

# Of fewer, a second process saves less than it takes to start.
MANY = 3_000
_CHILD = "from registry.overlaps.scoring import answer; answer()"
Said = Mapping[str, Any]  # a signature as it is stored
Scores = Sequence[Mapping[int, Match]]


class Batch(NamedTuple):
    """Entries with the numbers of those to compare each with, and what the scorer lacks for it."""

    asked: Sequence[tuple[Said, Sequence[int]]]
    learn: Mapping[int, Said]
    forget: Sequence[int]


class ScoringFailed(Exception):
    """The process that scores ended before it was done."""


class Scoring(Protocol):
    """One batch is given at a time, and its answer taken before the next is given."""

    def give(self, batch: Batch) -> None: ...
    def take(self) -> Scores: ...


class Scorer:
    """``Scoring`` in this process. Signatures are kept, since each is a candidate of dozens."""

    def __init__(self) -> None:
        self._kept: dict[int, Signature] = {}
        self._given = Batch((), {}, ())

    def give(self, batch: Batch) -> None:
        self._given = batch

    def take(self) -> Scores:
        for number in self._given.forget:
            del self._kept[number]
        for number, said in self._given.learn.items():
            one = Signature.from_json(said)
            self._kept[number] = replace(one, keys=(), words=tuple(map(intern, one.words)))
        return [self._score(said, others) for said, others in self._given.asked]

    def _score(self, said: Said, others: Sequence[int]) -> dict[int, Match]:
        asked = Asked(Signature.from_json(said))
        found = {number: asked.compare(self._kept[number]) for number in others}
        return {number: match for number, match in found.items() if match.level != "none"}


class _Elsewhere:
    """``Scoring`` in another process, which is at it between ``give`` and ``take``."""

    def __init__(self, process: "Popen[bytes]") -> None:
        if process.stdin is None or process.stdout is None:
            raise ScoringFailed("The process that scores can't be spoken to.")
        self._process, self._asked, self._answers = process, process.stdin, process.stdout

    def give(self, batch: Batch) -> None:
        try:
            _send(self._asked, batch)
        except OSError as error:
            raise self._failed() from error

    def take(self) -> Scores:
        try:
            scores: Scores = pickle.load(self._answers)  # noqa: S301 - written by ``answer``
        except (EOFError, pickle.UnpicklingError) as error:
            raise self._failed() from error
        return scores

    def _failed(self) -> ScoringFailed:
        return ScoringFailed(
            f"The process that scores ended with status {self._process.wait()} before it was done. What was"
            " written stands; the rest still waits, and is compared when comparing is started again."
        )


@contextmanager
def scoring(entries: int) -> Iterator[Scoring]:
    """For so many entries: in another process where that is faster."""
    if entries < MANY or (os.cpu_count() or 1) == 1:
        yield Scorer()
        return
    env = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    # Not by ``multiprocessing``, which workers of Celery may not use. Not in this session: who interrupts
    # the one that asks is answered by that one alone.
    command = [sys.executable, "-c", _CHILD]
    with Popen(command, stdin=PIPE, stdout=PIPE, env=env, start_new_session=True) as process:  # noqa: S603
        try:
            yield _Elsewhere(process)
        finally:
            process.kill()


def answer() -> None:
    """Be the other process, until nobody asks any more."""
    scorer = Scorer()
    while True:
        try:
            scorer.give(pickle.load(sys.stdin.buffer))  # noqa: S301 - written by ``give`` of the parent
        except EOFError:
            return
        _send(sys.stdout.buffer, scorer.take())


def _send(to: IO[bytes], said: object) -> None:
    pickle.dump(said, to, pickle.HIGHEST_PROTOCOL)
    to.flush()
