"""Indexes laid over one another, which answer as one of everything would."""

from collections.abc import Collection, Mapping, Sequence

from policies.engine.layers import Beneath
from policies.overlap.index import OverlapIndex
from policies.overlap.matching import MOST_HOLDERS
from policies.overlap.signature import Signature


class Layers:
    """A ``Store`` of several, the topmost first; what of each counts no more is ``gone`` from it."""

    def __init__(self, layers: Sequence[Beneath[OverlapIndex]]) -> None:
        self._layers = layers

    def holders(self, kind: str, keys: Collection[str]) -> Mapping[str, Sequence[str]]:
        gone = [(layer.index, layer.keys_gone(kind)) for layer in self._layers]
        found = {
            key: [
                holder
                for index, without in gone
                for holder in index.holding(kind, key)
                if holder not in without
            ]
            for key in keys
        }
        return {key: held for key, held in found.items() if len(held) <= MOST_HOLDERS}

    def signatures(self, kind: str, entry_keys: Sequence[str]) -> list[Signature]:
        found = (self._topmost(kind, key) for key in entry_keys)
        return [one for one in found if one is not None]

    def _topmost(self, kind: str, key: str) -> Signature | None:
        indexes = (layer.index for layer in self._layers if (kind, key) not in layer.gone)
        return next(filter(None, (index.get(kind, key) for index in indexes)), None)
