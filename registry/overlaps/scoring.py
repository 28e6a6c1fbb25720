"""Scoring what was chosen to be compared, where it pays in a process of its own beside the one that asks.

That process reads nothing from the database and needs no Django: it gets signatures, keeps them, and answers.
It ends with the one that started it, however that ends.
"""

import os
import pickle
import sys
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from queue import SimpleQueue
from subprocess import PIPE, Popen
from sys import intern
from threading import Thread
from typing import IO, Any, NamedTuple, Protocol

import orjson

from policies.overlap import Match, Signature
from policies.overlap.comparing import Asked

# Of fewer, a second process saves less than it takes to start.
MANY = 3_000
_CHILD = "from registry.overlaps.scoring import answer; answer()"
Said = Mapping[str, Any]  # a signature as it is stored
Scores = Sequence[Mapping[int, Match]]


class Batch(NamedTuple):
    """Entries with the numbers of those to compare each with, and what the scorer lacks for it, in JSON."""

    asked: Sequence[tuple[Said, Sequence[int]]]
    learn: Mapping[int, str]
    forget: Sequence[int]


class ScoringFailed(Exception):
    """The process that scores ended before it was done."""


class Scoring(Protocol):
    """Answers are taken in the order in which batches were given, at most ``ahead`` batches later."""

    ahead: int

    def give(self, batch: Batch) -> None: ...
    def take(self) -> Scores: ...


class Scorer:
    """``Scoring`` in this process. Signatures are kept, since each is a candidate of dozens."""

    ahead = 0

    def __init__(self) -> None:
        self._kept: dict[int, Signature] = {}
        self._given: deque[Batch] = deque()

    def give(self, batch: Batch) -> None:
        self._given.append(batch)

    def take(self) -> Scores:
        batch = self._given.popleft()
        for number in batch.forget:
            del self._kept[number]
        for number, text in batch.learn.items():
            one = Signature.from_json(orjson.loads(text))
            self._kept[number] = replace(one, keys=(), words=tuple(map(intern, one.words)))
        return [self._score(said, others) for said, others in batch.asked]

    def _score(self, said: Said, others: Sequence[int]) -> dict[int, Match]:
        asked = Asked(Signature.from_json(said))
        found = {number: asked.compare(self._kept[number]) for number in others}
        return {number: match for number, match in found.items() if match.level != "none"}


class _Elsewhere:
    """``Scoring`` in another process, which always has a batch to go on with."""

    ahead = 2

    def __init__(self, process: "Popen[bytes]") -> None:
        if process.stdin is None or process.stdout is None:
            raise ScoringFailed("The process that scores can't be spoken to.")
        self._process, self._answers = process, process.stdout
        self._send = _Sender(process.stdin)

    def give(self, batch: Batch) -> None:
        self._send(batch)

    def take(self) -> Scores:
        try:
            scores: Scores = pickle.load(self._answers)  # noqa: S301 - written by ``answer``
        except (EOFError, pickle.UnpicklingError) as error:
            raise ScoringFailed(
                f"The process that scores ended with status {self._process.wait()} before it was done. What"
                " was written stands; the rest still waits, and is compared when comparing is started again."
            ) from error
        return scores

    def end(self) -> None:
        self._process.kill()
        self._send.end()


class _Sender:
    """Writes to the other process without waiting until that one reads."""

    def __init__(self, to: IO[bytes]) -> None:
        self._to = to
        self._waiting: SimpleQueue[bytes | None] = SimpleQueue()
        self._thread = Thread(target=self._write, daemon=True)
        self._thread.start()

    def __call__(self, said: object) -> None:
        self._waiting.put(pickle.dumps(said, pickle.HIGHEST_PROTOCOL))

    def end(self) -> None:
        self._waiting.put(None)
        self._thread.join()

    def _write(self) -> None:
        # That nobody reads any more is noticed where answers, or questions, are read.
        with suppress(OSError):
            while (said := self._waiting.get()) is not None:
                self._to.write(said)
                self._to.flush()


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
        elsewhere = _Elsewhere(process)
        try:
            yield elsewhere
        finally:
            elsewhere.end()


def answer() -> None:
    """Be the other process, until nobody asks any more."""
    scorer, send = Scorer(), _Sender(sys.stdout.buffer)
    while True:
        try:
            scorer.give(pickle.load(sys.stdin.buffer))  # noqa: S301 - written by ``give`` of the parent
        except EOFError:
            return
        send(scorer.take())
