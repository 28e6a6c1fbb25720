"""Living through the demonstration's year with the ordinary services, each act at its own day."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time, timedelta
from functools import partial
from typing import Any

from django.db import transaction

from governance.demo import assessing, overlaps
from governance.demo.company import Company
from governance.demo.content import Content, Document, Place
from governance.demo.waivers import acts_of
from governance.models import Activation, Submission, Verdict
from governance.services import portfolio, submissions
from governance.services.activations import Draft, activate_rules, propose_rules
from governance.services.condition_drafts import Draft as Condition
from governance.services.notices import take_as_history
from governance.services.voting import cast_vote
from governance.voters import Bench
from governance.workflow import Status
from policies import Settings
from registry import clock
from registry.models import Entry
from registry.services.entries import save_manifests

Act = Callable[[], object]
Progress = Callable[[int, int], None]
NEWS = timedelta(days=30)  # people find what happened since under the bell
CHECK_EVERY = 90  # days; the portfolio is checked this often as the year goes by


class Year:
    """The acts of a year, in order. Whoever acts has to be allowed to: nothing goes past the services."""

    def __init__(self, content: Content) -> None:
        self.content, self.company = content, Company(content)

    @transaction.atomic
    def live(self, progress: Progress = lambda done, total: None) -> None:
        """Set up everything, or nothing."""
        acts = sorted(self._acts(), key=lambda act: act[0])
        for number, (day, act) in enumerate(acts):
            # A minute apart, so that what happened on one day keeps its order.
            moment = datetime.combine(self.content.day(day), time(8), UTC) + timedelta(minutes=number)
            with clock.at(moment):
                act()
            progress(number + 1, len(acts))
        take_as_history(seen_before=clock.now() - NEWS)

    def _acts(self) -> Iterator[tuple[int, Act]]:
        began = self.content.history["began"]
        yield began, self.company.set_up
        yield began, self._open_register
        for place, versions in self._versions().items():
            for version in versions:
                if version["on"] > began:
                    yield version["on"], partial(self._save, place, version)
        for step in self.content.history["steps"]:
            yield step["on"], partial(self._step, step)
        for acts in (acts_of, overlaps.acts_of):
            yield from acts(self.content, lambda email: self.company.people[email])
        yield from assessing.acts_of(self.content, self.company)
        for change in self.content.rule_changes:
            yield change["proposed_on"], partial(self._propose, change)
            yield change["activated_on"], partial(self._activate, change)
        for day in range(began + CHECK_EVERY, 0, CHECK_EVERY):
            yield day, portfolio.check_portfolio
        yield -1, self.company.read_kpis

    def _versions(self) -> dict[Place, list[Document]]:
        said: dict[str, list[Document]] = self.content.history["versions"]
        return {(kind, key): versions for name, versions in said.items() for kind, key in [name.split("/")]}

    def _open_register(self) -> None:
        """Take in at once what the company had when it began to keep a register."""
        began, versions = self.content.history["began"], self._versions()
        documents = []
        for place in self.content.manifests:
            first = versions.get(place, [{"on": began}])[0]
            if first["on"] <= began:
                documents.append(self._document(place, first))
        save_manifests(documents, by=None)

    def _save(self, place: Place, version: Document) -> None:
        document = self._document(place, version)
        save_manifests([document], by=self.company.author(document["owner_team"]))

    def _document(self, place: Place, version: Document) -> Document:
        left = set(version.get("without", []))
        said = {name: value for name, value in self.content.manifests[place].items() if name not in left}
        return said | version.get("with", {})

    def _step(self, step: Document) -> None:
        kind, key = step["entry"].split("/")
        entry, by = Entry.objects.get(kind=kind, key=key), self.company.people[step["by"]]
        if step["do"] == "submit":
            submissions.start_review(submissions.submit_entry(entry, by=by, note=step.get("note", "")).pk)
            return
        submission = Submission.objects.filter(entry=entry).latest("submitted_at")
        if step["do"] == "resubmit":
            submissions.start_review(submissions.resubmit(submission, by=by, note=step["note"]).pk)
        elif step["do"] == "withdraw":
            submissions.withdraw(submission, by=by)
        else:
            self._decide(submission, step, by)

    def _propose(self, change: Document) -> None:
        draft = Draft(settings=Settings(change["params"], change["modes"]))
        propose_rules(draft, by=self.company.people[change["by"]], reason=change["reason"])

    def _activate(self, change: Document) -> None:
        by = self.company.people[change["activated_by"]]
        activate_rules(Activation.objects.open().latest("pk"), by=by, reason=change["why"])

    def _decide(self, submission: Submission, step: Document, by: Any) -> None:
        said = {"verdict": step["verdict"], "seen_digest": submission.review_digest}
        asked = [
            Condition(one["text"], one["asks"], self.content.day(one["due"]))
            for one in step.get("conditions", ())
        ]
        submission = cast_vote(submission, by=by, reason=step["reason"], conditions=asked, **said)
        if submission.status == Status.IN_REVIEW:
            agree = Verdict.APPROVE if asked else step["verdict"]
            _others_agree(submission, said | {"verdict": agree})


def _others_agree(submission: Submission, said: Document) -> None:
    """The seats that have to be heard too say the same, each by whoever has no part in it."""
    for one in Bench(submission).speakers:
        submission.refresh_from_db()
        if submission.status == Status.IN_REVIEW and not one.part and one.function in _missing(submission):
            cast_vote(submission, by=one.user, reason="We looked at it from our side and agree.", **said)


def _missing(submission: Submission) -> tuple[str, ...]:
    return Bench(submission).tally(submission.votes.standing()).missing
