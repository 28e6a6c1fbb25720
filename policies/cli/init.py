"""``muster init``: writes a manifest by asking for what matters, and only for that."""

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from policies.asking import Question, next_questions
from policies.cli.answers import NONE, answered, first_of
from policies.cli.check import add_circumstances, packs_of
from policies.cli.draft import Draft
from policies.cli.exits import Exit
from policies.cli.organisation import read_organisation, read_registry
from policies.cli.portfolio import resolve_all
from policies.facts import FactIndex
from policies.language.schema import GATES
from policies.record import KINDS, Field, fields_of, load_manifests
from policies.record.pointers import trail_of

_STOP: Final = "stop"
_CHOICES: Final = 12
_COMMENTS: Final = "Comments in the file are not kept."
_HELP: Final = f"Answer, or press Enter to leave it open. “{_STOP}” ends; what was said is kept."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what this command takes."""
    parser.add_argument("file", metavar="FILE", help="the manifest to write, or one to go on with")
    parser.add_argument("--kind", choices=KINDS, help="what it is about, where the file is new")
    about = "ask what decides at this gate (default: approve)"
    parser.add_argument("--gate", choices=GATES, default="approve", help=about)
    add_circumstances(parser)


def run(options: argparse.Namespace) -> Exit:
    """Ask until nothing more can change the verdict, or nobody answers; each answer is kept at once.

    Raises PolicyError for a file that holds something else, and where no rule is about the kind.
    """
    draft = Draft(options.file, options.kind)
    interview = _Interview(options, draft)
    print(_HELP if draft.is_new else f"{_HELP} {_COMMENTS}")
    try:
        interview.ask_all()
    except EOFError:
        print()
    print(f"{options.file}: {interview.still_open()}")
    return Exit.PASS


class _Interview:
    """One manifest, and what was left open in this sitting."""

    def __init__(self, options: argparse.Namespace, draft: Draft) -> None:
        self.draft, self.kind = draft, draft.document["kind"]
        self._gate = options.gate
        self._registry = read_registry(options.registry)
        self._packs = packs_of(options, self._registry)
        self._org = read_organisation(options.org).facts if options.org else None
        self._as_of: date = options.as_of or date.today()
        self._left: set[str] = set()
        self._questions()

    def ask_all(self) -> None:
        """Raises EOFError where nobody answers any more."""
        for field in fields_of(self.kind).values():
            if field.required and field.name not in self.draft.document:
                self._ask(f"/{field.name}", field, field.label)
        while (one := next(self._mine(), None)) is not None:
            self._ask(one.pointer, trail_of(self.kind, one.pointer)[-1].field, one.label, one.choices)

    def still_open(self) -> str:
        """How it stands at the end."""
        number = len(self._questions())
        if not number:
            return "Nothing more can change it."
        return f"{number} answer{'s' if number > 1 else ''} can still change the verdict."

    def _questions(self) -> tuple[Question, ...]:
        """Raises PolicyError where no rule is about the kind at the gate."""
        [manifest] = load_manifests(json.dumps(self.draft.document), source=self.draft.named)
        [record], portfolio = resolve_all([manifest], self._org, self._registry)
        held = self._registry.held_with([self.draft.document]) if self._registry else None
        facts = FactIndex(portfolio, self._packs, self._as_of, held).for_record(record)
        return next_questions(record, self._packs, as_of=self._as_of, facts=facts, gate=self._gate)

    def _mine(self) -> Iterator[Question]:
        """Those that this file answers: not the organisation's, nor those of another entry."""
        for one in self._questions():
            trail = trail_of(self.kind, one.pointer)
            beyond = any(stop.field.type in ("ref", "refs") for stop in trail[:-1])
            if trail and not beyond and not one.pointer.startswith("/org/") and one.pointer not in self._left:
                yield one

    def _ask(self, pointer: str, field: Field, label: str, choices: tuple[Any, ...] = ()) -> None:
        print(f"\n{label}{f' ({field.help})' if field.help else ''}")
        if field.type == "parts":
            print(f"  One row at a time, or “{NONE}”. First: {first_of(field).label}")
        elif choices:
            more = f" … and {len(choices) - _CHOICES} more" if len(choices) > _CHOICES else ""
            print(f"  {', '.join(map(str, choices[:_CHOICES]))}{more}")
        while True:
            typed = input("> ").strip()
            if typed.lower() == _STOP:
                raise EOFError
            if not typed:
                self._left.add(pointer)
                return
            if self._take(pointer, field, typed):
                return

    def _take(self, pointer: str, field: Field, typed: str) -> bool:
        """Keep the answer, or say why it can't be one."""
        try:
            document, wrong = answered(self.draft.document, pointer, field, typed)
        except ValueError as problem:
            print(f"  This can't be read: {problem}.", file=sys.stderr)
            return False
        for one in wrong:
            print(f"  {one.message}. {one.hint}".rstrip(), file=sys.stderr)
        if not wrong:
            self.draft.keep(document)
        return not wrong
