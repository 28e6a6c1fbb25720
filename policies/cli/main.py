"""``muster``: reads the command, calls the one that was asked for, and never shows a stack trace."""

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper
from typing import Final

from policies import __version__
from policies.cli.exits import Exit
from policies.cli.say import say_problem
from policies.errors import PolicyError

# Each command is a module of this package, by its own name or the one given here.
_COMMANDS: Final = {
    "check": "check manifests against the rules",
    "classify": "tell which tier of the EU AI Act a use case is in, and why",
    "diff": "show what a change of rules does: who newly fails, opens or passes",
    "explain": "show how a rule came to its answer, step by step",
    "init": "write a manifest by asking for what can change the verdict, and only for that",
    "law": "tell what moved in the law between two days, and which use cases move with it",
    "lint": "check that packs are written correctly",
    "overlaps": "show who already has something like this, why, and what was decided",
    "questions": "list what should be said next: what is missing and can change the verdict",
    "test": "check that rules answer as their own examples say",
    "replay": "check that a decision still follows from what was kept of it",
    "ways": "show what would make manifests pass: the smallest sets of changes that do",
}
_MODULES: Final = {"test": "examples"}
# Before so many new things none is looked at for being garbage.
_GARBAGE: Final = 100_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code (see ``Exit``)."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A terminal that lacks a letter shows its code; that is no reason to stop.
            stream.reconfigure(errors="backslashreplace")
    if arguments is None:
        # What is imported and read stays until the end: to look for garbage in it costs a tenth of a check.
        gc.set_threshold(_GARBAGE)
    said = sys.argv[1:] if arguments is None else list(arguments)
    options = _parser(said).parse_args(said)
    if arguments is None:
        gc.freeze()
    try:
        code: Exit = options.run(options)
        sys.stdout.flush()
        return code
    except PolicyError as problem:
        say_problem(problem, sys.stderr)
        return Exit.UNUSABLE
    except BrokenPipeError:
        # Whoever read our output has gone; Python would complain once more when it closes the pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.BROKEN
    except KeyboardInterrupt:
        return Exit.BROKEN
    except Exception as problem:
        text = f"muster: this is a mistake in Muster itself: {type(problem).__name__}: {problem}"
        print(text, file=sys.stderr)
        return Exit.BROKEN


def _parser(said: Sequence[str]) -> argparse.ArgumentParser:
    """Only what the command that was asked for needs is imported."""
    parser = argparse.ArgumentParser(
        prog="muster",
        description="Check what an organisation does with AI against rules written in YAML.",
        epilog="Exit codes: 0 pass, 1 findings, 2 a file or option can't be used, 3 a rule or Muster broke.",
    )
    parser.add_argument("--version", action="version", version=f"muster {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, about in _COMMANDS.items():
        command = commands.add_parser(name, help=about, description=about[0].upper() + about[1:] + ".")
        if name in said:
            module = import_module(f"policies.cli.{_MODULES.get(name, name)}")
            module.add_arguments(command)
            command.set_defaults(run=module.run)
    return parser
