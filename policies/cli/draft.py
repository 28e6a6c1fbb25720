"""A manifest that is being written: read while it is not yet whole, and kept after each answer."""

import os
import re
import stat
from pathlib import Path
from tempfile import mkstemp
from typing import Any, Final

import yaml

from policies.errors import ManifestError, PolicyError
from policies.limits import LIMITS
from policies.record import fields_of, load_manifests, validate_manifest
from policies.record.fields import KEY_PATTERN

_SUFFIXES: Final = (".yaml", ".yml")
_READABLE: Final = 0o644
Document = dict[str, Any]


class Draft:
    """One file. ``document`` is what it says so far; required fields may still be missing."""

    def __init__(self, named: str, kind: str | None) -> None:
        """Raises ManifestError for a file that is no manifest, or can't become one."""
        self.named = named
        try:
            # Where a link leads is written to, and the link stays.
            self._path = Path(named).resolve()
            before = self._path.stat() if self._path.exists() else None
        except OSError as problem:
            raise self._error(f"this can't be opened: {problem.strerror}") from None
        self.is_new = before is None
        self._mode = _READABLE if before is None else stat.S_IMODE(before.st_mode)
        self._check_place()
        self.document = self._begin(kind) if before is None else self._go_on()

    def keep(self, document: Document) -> None:
        """Raises ManifestError for what could not be read again, and where nothing can be written."""
        text = yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=110)
        try:
            load_manifests(text, source=self.named)
        except PolicyError as problem:
            raise self._error(f"this can't stand in a manifest: {problem.message}") from None
        self._write(text)
        self.document = document

    def _check_place(self) -> None:
        if self._path.suffix not in _SUFFIXES:
            raise self._error("a manifest is written as YAML", "Call the file such as churn-model.yaml.")
        if not self._path.parent.is_dir():
            raise self._error(f"there is no folder {self._path.parent}", "Make it first.")
        if self._path.exists() and not self._path.is_file():
            raise self._error("this is not a file", "Name another one.")

    def _begin(self, kind: str | None) -> Document:
        if kind is None:
            raise self._error("there is no such file yet", "Say --kind to begin one.")
        key = re.sub(r"[^a-z0-9]+", "-", self._path.stem.lower()).strip("-")[:80]
        if not re.match(KEY_PATTERN, key):
            raise self._error("the name of the file makes no key", "Call it such as churn-model.yaml.")
        return {"muster": 1, "kind": kind, "key": key}

    def _go_on(self) -> Document:
        with self._path.open("rb") as file:
            text = file.read(LIMITS.text_bytes + 1)
        found = load_manifests(text, source=self.named)
        if len(found) != 1 or found[0].pointer:
            raise self._error("this is not a file with one manifest", "Name another one.")
        [one] = found
        for problem in validate_manifest(one.document):
            if not _is_left_open(one.document, problem.pointer):
                line, column = one.position(problem.pointer)
                raise ManifestError(
                    problem.message, source=self.named, line=line, column=column, hint=problem.hint
                )
        return one.document

    def _write(self, text: str) -> None:
        """The file is whole at every moment, whoever else may write in its folder."""
        try:
            number, name = mkstemp(dir=self._path.parent, prefix=f".{self._path.name[:80]}.")
            try:
                with open(number, "w", encoding="utf-8") as file:
                    file.write(text)
                os.chmod(name, self._mode)
                os.replace(name, self._path)
            except OSError:
                os.unlink(name)
                raise
        except OSError as problem:
            raise self._error(f"this can't be written: {problem.strerror}") from problem

    def _error(self, message: str, hint: str = "") -> ManifestError:
        return ManifestError(message, source=self.named, hint=hint)


def _is_left_open(document: Document, pointer: str) -> bool:
    """Whether a problem is no more than that a required field was not answered yet."""
    name = pointer.removeprefix("/")
    field = fields_of(document["kind"]).get(name) if name not in document else None
    return field is not None and field.required
