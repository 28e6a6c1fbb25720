"""Who asks for more than whether a value fits pays for the library, and nobody else."""

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any

from policies.validation.faults import Fault
from policies.validation.surely import Surely

if TYPE_CHECKING:
    from policies.validation.library import Library


class Validator:
    """Ready to be asked about any number of values. ``formats``: those that are checked."""

    def __init__(self, schema: Mapping[str, Any], *, formats: Collection[str] = ()) -> None:
        self._schema, self._formats = schema, formats
        self._surely = Surely(schema, formats)

    def fits(self, value: Any) -> bool:
        return self._surely.fits(value) or self._library.fits(value)

    def faults(self, value: Any, most: int | None = None) -> Iterator[Fault]:
        """Each place that does not meet the schema, in the order of the schema, and no more than ``most``."""
        return iter(()) if self._surely.fits(value) else islice(self._library.faults(value), most)

    @cached_property
    def _library(self) -> "Library":
        from policies.validation.library import Library

        return Library(self._schema, self._formats)
