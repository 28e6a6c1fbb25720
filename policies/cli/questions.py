"""``muster questions``: what should be said next of these manifests?"""

import argparse
import json

from policies.asking import next_questions
from policies.cli.asking import add_asking_arguments, asked_of
from policies.cli.exits import Exit
from policies.reporters.asking import questions_text


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what this command takes."""
    add_asking_arguments(parser)


def run(options: argparse.Namespace) -> Exit:
    """List the questions that can still change the verdict; that there are some is no failure.

    Raises PolicyError for an unknown pack, and where no manifest is one that rules are about.
    """
    asked = asked_of(options)
    found = [(one, next_questions(one.record, asked.packs, **one.circumstances)) for one in asked.entries]
    if options.format == "json":
        said = [one.name | {"questions": [each.to_json() for each in questions]} for one, questions in found]
        print(json.dumps({"muster": "questions/1", "entries": said}, indent=2, ensure_ascii=False))
    else:
        print("\n".join(questions_text(one.heading, questions) for one, questions in found), end="")
    return Exit.PASS if asked.usable else Exit.UNUSABLE
