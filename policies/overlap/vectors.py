"""What a text is made of as a short list of numbers, so that two texts are compared in microseconds.

Pieces of a text (words, or runs of letters) are hashed into buckets. Weights are whole numbers from 1 to 255,
so sums come out the same in whatever order they are made, and on every machine.
"""

import sys
from array import array
from base64 import b64decode, b64encode
from collections.abc import Mapping
from math import hypot, sqrt
from typing import Final
from zlib import crc32

BUCKETS: Final = 1 << 16


def bucket_of(piece: str) -> int:
    return crc32(piece.encode()) % BUCKETS


class Vector:
    """Buckets in ascending order and a weight for each; ``length`` is that of the weights together."""

    __slots__ = ("buckets", "length", "weights")

    def __init__(self, buckets: "array[int]", weights: bytes) -> None:
        self.buckets, self.weights = buckets, weights
        # The sum of squares is a whole number: rounded, it is exact, and the root the same everywhere.
        self.length = sqrt(round(hypot(*weights) ** 2))

    @classmethod
    def of(cls, weights: Mapping[int, float], *, most: int) -> "Vector":
        """The ``most`` heaviest buckets; of the same weight those with the lower number."""
        kept = sorted(sorted(weights), key=weights.__getitem__, reverse=True)[:most]
        top = weights[kept[0]] if kept else 1.0
        kept.sort()
        return cls(array("H", kept), bytes([round(255 * weights[bucket] / top) or 1 for bucket in kept]))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Vector) and (self.buckets, self.weights) == (other.buckets, other.weights)

    def __hash__(self) -> int:
        return hash(self.weights)

    def to_text(self) -> str:
        return b64encode(_little_endian(self.buckets).tobytes() + self.weights).decode("ascii")

    @classmethod
    def from_text(cls, text: str) -> "Vector":
        read = b64decode(text)
        size = len(read) // 3 * 2
        return cls(_little_endian(array("H", read[:size])), read[size:])


def _little_endian(numbers: "array[int]") -> "array[int]":
    """From the order of bytes of this machine, or to it."""
    if sys.byteorder == "big":
        numbers = numbers[:]
        numbers.byteswap()
    return numbers


class Spread:
    """One vector, ready to be compared with many others."""

    __slots__ = ("_length", "_weights")

    def __init__(self, vector: Vector) -> None:
        self._length = vector.length
        self._weights = dict(zip(vector.buckets, vector.weights, strict=True))

    def cosine(self, other: Vector) -> float:
        """From 0, nothing in common, to 1."""
        ours = self._weights
        held = zip(other.buckets, other.weights, strict=True)
        # Little is shared: most of the other's buckets are looked up and no more.
        shared = sum([ours[bucket] * weight for bucket, weight in held if bucket in ours])
        return shared / (self._length * other.length) if shared else 0.0
