"""What names this Muster in a report: its version, and the data that it brings along."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from policies.canonical import digest
from policies.folder import POLICIES

VERSION: Final = "0.1.0"
# Where `docs` is published, as pyproject.toml has it.
DOCUMENTATION: Final = "https://muster.example.org/docs"
# A folder stands for all that is in it. The packs have digests of their own.
_LAW: Final = ("law/calendar.yaml", "law/provisions.yaml", "law/territories.yaml", "law/tree.yaml")
_READ: Final = (*_LAW, "overlap", "record", "taxonomies")
# What programs start from in their place is made of them.
_MADE: Final = ("law/shipped.json", "tables.json")


@dataclass(frozen=True)
class Release:
    """A version, and SHA-256 over the law, vocabularies, fields and names of tools that came with it."""

    version: str
    data_digest: str

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> "Release":
        return cls(str(said["version"]), str(said["data_digest"]))

    def to_json(self) -> dict[str, str]:
        return asdict(self)

    def apart_from(self, then: "Release | None") -> str:
        """A sentence on what differs from the release ``then``; blank for the same. None was not kept."""
        if then is None:
            return "Which release it was made by, with which law and vocabularies, was not kept."
        if self.data_digest != then.data_digest:
            digests = f"{then.data_digest[:12]} then and {self.data_digest[:12]} now"
            versions = " and ".join(dict.fromkeys((then.version, self.version)))
            return f"The law and vocabularies that come with Muster differ: {digests} (Muster {versions})."
        if self.version != then.version:
            same = "with the same law and vocabularies"
            return f"It was made by Muster {then.version}, and this is {self.version}, {same}."
        return ""


@cache
def this_release() -> Release:
    """Worked out when it is first asked for, once in each process."""
    return Release(VERSION, data_digest(POLICIES))


def data_digest(root: Path) -> str:
    """SHA-256 over the texts and what is made of them: names, and SHA-256 of the bytes of each file."""
    made = ((name, root.joinpath(name)) for name in _MADE)
    return digest(dict(_texts(root)) | {name: _sha256(one) for name, one in made if one.exists()})


@cache
def texts_digest() -> str:
    """The same over the texts alone, for what is made of them."""
    return digest(dict(_texts(POLICIES)))


def _texts(root: Path) -> Iterator[tuple[str, str]]:
    for name in _READ:
        found = root.joinpath(name)
        for one in found.iterdir() if found.is_dir() else [found]:
            if one.name.endswith((".yaml", ".bin")):
                yield f"{name.split('/')[0]}/{one.name}", _sha256(one)


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
