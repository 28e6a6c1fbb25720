"""What ``policies`` raises: always a place, a sentence and, where there is one, a way out."""


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


class YamlError(PolicyError):
    """The text is not YAML that we read: broken, too large, or with a feature that we refuse."""


class PackError(PolicyError):
    """Packs, or settings of packs, break the rules of the language."""


class ManifestError(PolicyError):
    """A manifest can't be read as the description of one thing."""


class OutlineError(PolicyError):
    """An outline of an assessment can't be used."""
