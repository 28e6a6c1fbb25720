"""Write the lives of what people decide on down from their tables, as diagrams and in words."""

from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from governance.assessing import MOVES, OPEN_STATES, State
from governance.workflow import OPEN, TRANSITIONS, Actor, Status

PATH = settings.BASE_DIR / "docs" / "reference" / "states.md"
WHO = {Actor.TEAM: "the team", Actor.SYSTEM: "Muster", Actor.COUNCIL: "the council"}


@dataclass(frozen=True)
class Life:
    """One table of moves; ``means`` says what each state is, in the order of a life, the first one first."""

    title: str
    source: str
    moves: Mapping[Any, Actor]
    means: Mapping[Any, str]
    still_open: frozenset[Any]
    remark: str


SUBMISSION = Life(
    title="The life of a submission",
    source="governance/workflow.py",
    moves=TRANSITIONS,
    means={
        Status.SUBMITTED: "Frozen with all it links to, and waiting for its check.",
        Status.IN_REVIEW: "Checked. The seats that the charter names vote, until it is decided.",
        Status.APPROVED: "Accepted as it was frozen, until the day the charter gives.",
        Status.APPROVED_WITH_CONDITIONS: "Accepted for as long as its conditions are met in time.",
        Status.CHANGES_REQUESTED: "The team has to change something and submit it again, in the next round.",
        Status.REJECTED: "Not accepted. The team can appeal, or submit anew.",
        Status.WITHDRAWN: "Taken back by the team before a decision.",
        Status.SUSPENDED: "Approved once, and does not count for now.",
        Status.REVOKED: "Approved once, and taken back by the council.",
        Status.EXPIRED: "Approved once; its last day, or that of a condition, has passed.",
        Status.SUPERSEDED: "A later decision of the council took its place.",
    },
    still_open=OPEN,
    remark="Its draft is the entry: checked while it is typed, and nothing is frozen before it is submitted. "
    "An entry has at most one open submission. An appeal and the review of an urgent approval are not "
    "withdrawn. Where such a review asks for changes, Muster suspends the approval.",
)
ASSESSMENT = Life(
    title="The life of an assessment",
    source="governance/assessing.py",
    moves=MOVES,
    means={
        State.IN_PROGRESS: "The team answers its questions. Rules read it as under way.",
        State.SUBMITTED: "All required questions are answered. The holder of the seat can approve.",
        State.APPROVED: "Frozen, and read by rules until its last day, then as expired.",
        State.REPLACED: "A newer version was approved.",
        State.WITHDRAWN: "Given up by the team before an approval.",
    },
    still_open=OPEN_STATES,
    remark="An entry has at most one open and one approved assessment of each type. A renewal is the next "
    "version: the approved one counts until it is replaced.",
)


class Command(BaseCommand):
    help = "Write docs/reference/states.md from the tables of transitions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail where the page differs")

    def handle(self, *, check: bool, **_: Any) -> None:
        text = "\n".join(_lines())
        if not check:
            PATH.write_text(text)
        elif not PATH.exists() or PATH.read_text() != text:
            raise CommandError(f"{PATH.name} is not what the tables say: run manage.py draw_workflow")


def _lines() -> Iterator[str]:
    yield "# States"
    yield ""
    yield "Written by `manage.py draw_workflow` from the tables of moves. What is not here can't happen."
    for life in (SUBMISSION, ASSESSMENT):
        yield ""
        yield from _life(life)
    yield ""


def _life(life: Life) -> Iterator[str]:
    yield f"## {life.title}"
    yield ""
    yield from _diagram(life)
    yield ""
    yield "| Status | What it means | Open |"
    yield "| --- | --- | --- |"
    for status, meaning in life.means.items():
        yield f"| {status.label} | {meaning} | {'yes' if status in life.still_open else 'no'} |"
    yield ""
    yield "| From | To | By |"
    yield "| --- | --- | --- |"
    for (start, end), actor in life.moves.items():
        yield f"| {start.label} | {end.label} | {_who(actor)} |"
    yield ""
    yield f"{life.remark} The table is in `{life.source}`."


def _who(actor: Actor) -> str:
    return " or ".join(WHO[one] for one in actor)


def _diagram(life: Life) -> Iterator[str]:
    left = {start for start, _ in life.moves}
    yield "```mermaid"
    yield "stateDiagram-v2"
    yield from (f"    {status}: {status.label}" for status in life.means)
    yield f"    [*] --> {next(iter(life.means))}: {WHO[Actor.TEAM]}"
    yield from (f"    {start} --> {end}: {_who(actor)}" for (start, end), actor in life.moves.items())
    yield from (f"    {status} --> [*]" for status in life.means if status not in left)
    yield "```"
