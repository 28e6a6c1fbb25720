"""A long list of findings by topic, so that a reader sees at a glance where it hurts."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from governance.services.rule_sets import usable_packs
from governance.views.asked import Waiting, waiting_for
from governance.views.findings import ShownFinding
from policies.language.packs import Pack

# Up to this many are read in one go, each topic open.
SHORT = 6


@dataclass
class Topic:
    """The findings of one pack. ``is_open``: shown at once, without a click."""

    title: str
    findings: list[ShownFinding] = field(default_factory=list)
    is_open: bool = False

    @property
    def counts(self) -> str:
        """Such as "2 to fix, 1 to answer"."""
        unknown = sum(one.said.outcome == "unknown" for one in self.findings)
        parts = ((len(self.findings) - unknown, "to fix"), (unknown, "to answer"))
        return ", ".join(f"{number} {what}" for number, what in parts if number)


@dataclass(frozen=True)
class Sorted:
    """What is to fix, by topic; the questions that are open, those most waited for first; and who waits."""

    to_fix: list[Topic]
    waiting: list[Waiting]
    unanswered: list[Topic]

    @property
    def counts(self) -> str:
        """Such as "11 to fix, 28 to answer"."""
        to_fix = sum(len(topic.findings) for topic in self.to_fix)
        parts = ((to_fix, "to fix"), (len(self.waiting), "to answer"))
        return ", ".join(f"{number} {what}" for number, what in parts if number)

    @property
    def waiting_first(self) -> list[Waiting]:
        return self.waiting[:SHORT]

    @property
    def waiting_rest(self) -> list[Waiting]:
        return self.waiting[SHORT:]

    @property
    def can_answer(self) -> bool:
        """Whether the reader can answer anything on a form."""
        return any(one.question.url for one in self.waiting)

    @property
    def rules_waiting(self) -> int:
        return len({one.said.rule_id for topic in self.unanswered for one in topic.findings})


def sort_findings(findings: Iterable[ShownFinding]) -> Sorted:
    """A long list in the order in which it can be worked off."""
    shown = list(findings)
    unknown = [one for one in shown if one.said.outcome == "unknown"]
    known = [one for one in shown if one.said.outcome != "unknown"]
    return Sorted(topics_of(known), waiting_for(unknown), topics_of(unknown))


def topic_title(pack: Pack) -> str:
    """What a pack is about, without the question that it asks."""
    return pack.title.partition(":")[0]


def topics_of(findings: Iterable[ShownFinding]) -> list[Topic]:
    """The findings, which come worst first, by pack. The topic with the worst leads.

    Of a long list the first is open, and each in which a blocker fails.
    """
    shown = list(findings)
    packs = usable_packs()
    titles = {pack.id: topic_title(pack) for pack in packs.packs} if packs else {}
    topics: dict[str, Topic] = {}
    for one in shown:
        pack = one.said.pack
        topic = topics.setdefault(pack, Topic(titles.get(pack, pack), is_open=len(shown) <= SHORT))
        topic.is_open |= len(topics) == 1 or (one.said.severity == "blocker" and one.said.outcome == "fail")
        topic.findings.append(one)
    return list(topics.values())
