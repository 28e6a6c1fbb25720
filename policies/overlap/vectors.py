"""What a text is made of as a short list of numbers, so that two texts are compared in microseconds.

Pieces of a text (words, or runs of letters) are hashed into buckets. Weights are whole numbers from 1 to 255,
so sums come out the same in whatever order they are made, and on every machine.
"""

import struct
from array import array
from base64 import b64decode, b64encode
from collections.abc import Mapping
from math import sqrt
from operator import mul
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
        self.length = sqrt(sum(map(mul, weights, weights)))

    @classmethod
    def of(cls, weights: Mapping[int, float], *, most: int) -> "Vector":
        """The ``most`` heaviest buckets; of the same weight those with the lower number."""
        kept = sorted(weights, key=lambda bucket: (-weights[bucket], bucket))[:most]
        top = weights[kept[0]] if kept else 1.0
        kept.sort()
        return cls(array("H", kept), bytes(max(1, round(255 * weights[bucket] / top)) for bucket in kept))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Vector) and (self.buckets, self.weights) == (other.buckets, other.weights)

    def __hash__(self) -> int:
        return hash(self.weights)

    def to_text(self) -> str:
        return b64encode(struct.pack(f"<{len(self.buckets)}H", *self.buckets) + self.weights).decode("ascii")

    @classmethod
    def from_text(cls, text: str) -> "Vector":
        read = b64decode(text)
        size = len(read) // 3
        return cls(array("H", struct.unpack_from(f"<{size}H", read)), read[2 * size :])


class Spread:
    """One vector with a place for every bucket there is, to be compared with many others."""

    __slots__ = ("_length", "_weights")

    def __init__(self, vector: Vector) -> None:
        self._length = vector.length
        self._weights = bytearray(BUCKETS)
        for bucket, weight in zip(vector.buckets, vector.weights, strict=True):
            self._weights[bucket] = weight

    def cosine(self, other: Vector) -> float:
        """From 0, nothing in common, to 1."""
        if not self._length or not other.length:
            return 0.0
        shared: int = sum(map(mul, map(self._weights.__getitem__, other.buckets), other.weights))
        return shared / (self._length * other.length)
