"""What ``policies`` raises: always a place, a sentence and, where there is one, a way out."""

from collections.abc import Iterable
from itertools import islice

from policies.limits import LIMITS


class PolicyError(Exception):
    """Something in a pack, a manifest or a request that can't be used.

    ``line`` and ``column`` are 1-based; 0 means that no place is known. ``others`` holds the further errors
    of the same file.
    """

    others: tuple["PolicyError", ...] = ()

    def __init__(
        self, message: str, *, source: str = "", line: int = 0, column: int = 0, hint: str = ""
    ) -> None:
        super().__init__(message)
        self.message = message
        self.source = source
        self.line = line
        self.column = column
        self.hint = hint

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.source, self.line, self.column) if part)
        sentence = f"{place}: {self.message}" if place else self.message
        return f"{sentence.rstrip('.')}. {self.hint}" if self.hint else sentence


def raise_all(errors: Iterable[PolicyError]) -> None:
    """Raise the first, if there is any, with the further ones in it, as far as the limit lets them be told.

    What is wrong everywhere is refused by its first mistakes: the others are not even looked for.
    """
    found = list(islice(errors, LIMITS.mistakes_told + 1))
    if not found:
        return
    first, *others = found
    if len(others) == LIMITS.mistakes_told:
        more = f"There are more mistakes than these {LIMITS.mistakes_told}"
        others[-1] = type(first)(more, source=first.source, hint="Mend these first.")
    first.others = tuple(others)
    raise first


class YamlError(PolicyError):
    """The text is not YAML that we read: broken, too large, or with a feature that we refuse."""


class PackError(PolicyError):
    """Packs, or settings of packs, break the rules of the language."""


class ManifestError(PolicyError):
    """A manifest can't be read as the description of one thing."""


class OutlineError(PolicyError):
    """An outline of an assessment can't be used."""


class CharterError(PolicyError):
    """A charter of the council can't be used."""


class MaterialError(PolicyError):
    """What is said not to be material to an approval can't be used."""
