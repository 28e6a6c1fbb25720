"""What a change of rules does, for a terminal and for a comment on a pull request."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from policies.blast import BlastRadius, EntryMoved, Tally
from policies.blast.radius import RuleTally
from policies.blast.turns import TURN_LABELS
from policies.engine.words import listed
from policies.record.fields import term_label

NOT_ASKED: Final = "not asked"
UNSAID: Final = "not said"
_RULES_SHOWN: Final = 8
_COLUMNS: Final[Mapping[str, str]] = {
    **{str(turn): label for turn, label in TURN_LABELS.items()},
    "worse": "with a worse result",
    "better": "with a better result",
}
# What Markdown, or the host that shows it, would make something of in a table: marks, links, references.
_MARKS: Final = re.compile(r"([\\`*_{}\[\]#|~]|:(?=//))")
Row = Sequence[str]


def blast_text(found: BlastRadius) -> str:
    """The numbers, the rules, and the entries that move, the worst first."""
    return "\n".join(_text(found)) + "\n"


def blast_markdown(found: BlastRadius) -> str:
    """The same as tables. What packs and entries say is shown as it is, and mentions nobody."""
    return "\n".join(_markdown(found)) + "\n"


def _text(found: BlastRadius) -> Iterator[str]:
    yield _summary(found)
    for rule in found.rules:
        if counts := _counts(rule):
            yield f"  {rule.id} ({rule.change}) {rule.title}: {counts}"
    if quiet := _quiet(found):
        yield f"  {quiet}"
    for title, tallies in _tallies(found):
        yield f"{title}:"
        yield from (f"  {name}: {_counts(one)} of {one.asked:,}" for name, one in tallies)
    for entry in found.entries:
        yield f"{_entry(entry)}: {_verdicts(entry)}"
        yield from (f"  {turn}" for turn in _turns(entry))
    if found.more:
        yield f"And {found.more:,} more."


def _markdown(found: BlastRadius) -> Iterator[str]:
    yield f"**{_summary(found)}**"
    moved = [one for one in found.rules if _counts(one)]
    yield from _table(
        ["Rule", "is", "Entries"], [[f"{one.id} {one.title}", one.change, _counts(one)] for one in moved]
    )
    if quiet := _quiet(found):
        yield f"\n{_plain(quiet)}"
    for title, tallies in _tallies(found):
        rows = [[name, _counts(one), f"{one.asked:,}"] for name, one in tallies]
        yield from _table([title, "Entries", "of"], rows)
    rows = [
        [_entry(one), one.team or UNSAID, _verdicts(one), "; ".join(_turns(one))] for one in found.entries
    ]
    yield from _table(["Entry", "Team", "Result", "Rules"], rows)
    if found.more:
        yield f"\nAnd {found.more:,} more."


def _summary(found: BlastRadius) -> str:
    total = found.total
    entries = f"{total.asked:,} {'entry' if total.asked == 1 else 'entries'} as of {found.as_of}"
    if not found.moved:
        return f"Nothing changes for {entries}."
    return f"Something changes for {found.moved:,} of {entries}: {_counts(total)}."


def _quiet(found: BlastRadius) -> str:
    """The rules that differ and turn for nobody."""
    quiet = [one.id for one in found.rules if not _counts(one)]
    return f"No rule turns for anybody in: {listed(quiet, _RULES_SHOWN)}" if quiet else ""


def _counts(tally: Tally | RuleTally) -> str:
    counts = ((getattr(tally, name, 0), label) for name, label in _COLUMNS.items())
    return ", ".join(f"{number:,} {label}" for number, label in counts if number)


def _tallies(found: BlastRadius) -> Iterator[tuple[str, list[tuple[str, Tally]]]]:
    """By team and by tier, with names for people; only where something moves."""
    named: list[tuple[str, Iterable[tuple[str, Tally]]]] = [
        ("Team", ((one.name, one) for one in found.teams)),
        ("Tier of the AI Act", ((term_label("eu_ai_tier", one.name), one) for one in found.tiers)),
    ]
    for title, tallies in named:
        if moved := [(name or UNSAID, one) for name, one in tallies if one.moves]:
            yield title, moved


def _entry(entry: EntryMoved) -> str:
    return f"{entry.kind.replace('_', ' ')} {entry.key}"


def _verdicts(entry: EntryMoved) -> str:
    before, after = (one or NOT_ASKED for one in entry.verdicts)
    return f"{after}, as before" if before == after else f"{before} → {after}"


def _turns(entry: EntryMoved) -> Iterator[str]:
    """Each turn with its rules."""
    for name, label in TURN_LABELS.items():
        if rules := [one.id for one in entry.rules if one.turn == name]:
            yield f"{label}: {listed(rules, _RULES_SHOWN)}"


def _table(head: Row, rows: Sequence[Row]) -> Iterator[str]:
    if not rows:
        return
    yield ""
    yield f"| {' | '.join(head)} |"
    yield f"|{' --- |' * len(head)}"
    yield from (f"| {' | '.join(map(_plain, row))} |" for row in rows)


def _plain(text: str) -> str:
    shown = _MARKS.sub(r"\\\1", " ".join(text.split()))
    return shown.replace("&", "&amp;").replace("<", "&lt;").replace("@", "&#64;")
