"""Indexes laid over one another, which answer as one of everything would."""

from collections.abc import Sequence

from policies.engine.layers import Beneath
from policies.overlap.index import OverlapIndex
from policies.overlap.matching import likeliest
from policies.overlap.signatures import Signature


class Layers:
    """A ``Store`` of several, the topmost first; what of each counts no more is ``gone`` from it."""

    def __init__(self, layers: Sequence[Beneath[OverlapIndex]]) -> None:
        self._layers = layers

    def likeliest(self, asked: Signature) -> list[Signature]:
        gone = [(layer.index, layer.keys_gone(asked.kind)) for layer in self._layers]
        holders = {
            key: [
                holder
                for index, without in gone
                for holder in index.holding(asked.kind, key)
                if holder not in without
            ]
            for key in asked.keys
        }
        found = (self._topmost(asked.kind, key) for key in likeliest(asked, holders))
        return [one for one in found if one is not None]

    def _topmost(self, kind: str, key: str) -> Signature | None:
        indexes = (layer.index for layer in self._layers if (kind, key) not in layer.gone)
        return next(filter(None, (index.get(kind, key) for index in indexes)), None)
