"""Write the submission's life down from its table, as a diagram and in words."""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from governance.workflow import FINAL, OPEN, TRANSITIONS, Actor, Status

PATH = settings.BASE_DIR / "docs" / "reference" / "states.md"
WHO = {Actor.TEAM: "the team", Actor.SYSTEM: "Muster", Actor.COUNCIL: "the council"}
MEANS = {
    Status.SUBMITTED: "Frozen with all it links to, and waiting for its check.",
    Status.IN_REVIEW: "Checked. The holder of the required seat can decide.",
    Status.APPROVED: "Accepted as it was frozen, until the day the charter gives.",
    Status.CHANGES_REQUESTED: "The team has to change something and submit it again, in the next round.",
    Status.REJECTED: "Not accepted. The team can submit anew.",
    Status.WITHDRAWN: "Taken back by the team before a decision.",
}


class Command(BaseCommand):
    help = "Write docs/reference/states.md from the table of transitions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail where the page differs")

    def handle(self, *, check: bool, **_: Any) -> None:
        text = "\n".join(_lines())
        if not check:
            PATH.write_text(text)
        elif not PATH.exists() or PATH.read_text() != text:
            raise CommandError(f"{PATH.name} is not what the table says: run manage.py draw_workflow")


def _lines() -> Iterator[str]:
    yield "# The life of a submission"
    yield ""
    yield "Written by `manage.py draw_workflow` from `governance/workflow.py`. What is not here can't happen."
    yield ""
    yield from _diagram()
    yield ""
    yield "| Status | What it means | Open |"
    yield "| --- | --- | --- |"
    yield from (
        f"| {status.label} | {MEANS[status]} | {'yes' if status in OPEN else 'no'} |" for status in Status
    )
    yield ""
    yield "| From | To | By |"
    yield "| --- | --- | --- |"
    yield from (
        f"| {start.label} | {end.label} | {WHO[actor]} |" for (start, end), actor in TRANSITIONS.items()
    )
    yield ""
    yield "An entry has at most one open submission, and a status that is not open is final."
    yield ""


def _diagram() -> Iterator[str]:
    yield "```mermaid"
    yield "stateDiagram-v2"
    yield from (f"    {status}: {status.label}" for status in Status)
    yield f"    [*] --> {Status.SUBMITTED}: {WHO[Actor.TEAM]}"
    yield from (f"    {start} --> {end}: {WHO[actor]}" for (start, end), actor in TRANSITIONS.items())
    yield from (f"    {status} --> [*]" for status in Status if status in FINAL)
    yield "```"
