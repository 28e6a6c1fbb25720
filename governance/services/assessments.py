"""Writing assessments: the team's side. Judging them is in ``services.assessment_approvals``."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from governance.assessing import FROZEN_STATES, State, check_step
from governance.charter import charter
from governance.models import Assessment
from governance.services.checks import queue_checks_of
from governance.services.freezing import add_parties
from governance.services.records import JudgedRegister
from governance.services.refusals import refusals_recorded
from governance.services.telling import assessment_moved
from governance.workflow import Actor, TransitionNotAllowed
from policies.assessments import (
    Answers,
    Outline,
    Question,
    facts_from,
    missing_in,
    outline_for,
    outlines,
    prefill,
    problems_in,
    read_outline,
)
from registry import clock
from registry.ledger.writing import record
from registry.models import Entry, Kind, User
from registry.permissions import may_edit


class AlreadyOpen(Exception):
    """An assessment of this type is being written already; ``assessment`` is it."""

    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment
        super().__init__(f"{assessment} is being written already.")


class StaleAnswers(ValueError):
    """Someone else saved answers in the meantime; nothing was overwritten. ``assessment`` is what stands."""

    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment
        super().__init__("Someone else saved this assessment since you opened it.")


class UnfitAnswers(ValueError):
    """Answers that can't be kept: ``problems`` by the id of the question."""

    def __init__(self, problems: dict[str, str]) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{name}: {problem}" for name, problem in problems.items()))


class MissingAnswers(ValueError):
    """Required questions are not answered: ``questions``."""

    def __init__(self, questions: list[Question]) -> None:
        self.questions = questions
        super().__init__(f"{len(questions)} required question(s) are not answered.")


def start_assessment(entry: Entry, assessment_type: str, *, by: User) -> Assessment:
    """Begin an assessment, or the next version of one, with the answers that are known already.

    They are those of the version before, and then what the registry says. Raises ``PermissionDenied``,
    ``AlreadyOpen`` (the database has the last word), and ``ValueError`` for a type or kind without outline.
    """
    if entry.kind != Kind.USE_CASE or assessment_type not in outlines():
        raise ValueError("There is no such assessment of this.")
    with refusals_recorded("assessment", entry, by=by):
        entry = _locked_entry(entry)
        check_may_write(by, entry)
        assessment = _begin(entry, assessment_type, by=by)
        record(
            "assessment.started",
            assessment,
            by=by,
            entry=entry.subject,
            type=assessment_type,
            version=assessment.version,
            digest=assessment.answers_digest(),
        )
        queue_checks_of([entry], by=by)
        return assessment


def save_answers(assessment: Assessment, answers: Answers, *, by: User, seen_digest: str) -> Assessment:
    """Replace the answers. ``seen_digest`` is the ``answers_digest`` that the writer set out from.

    Raises ``PermissionDenied``, ``StaleAnswers``, ``UnfitAnswers`` and ``TransitionNotAllowed`` where it is
    not being written any more. Saving the same again changes nothing.
    """
    with refusals_recorded("saving", assessment, by=by):
        assessment = locked(assessment)
        check_may_write(by, assessment.entry)
        said = _kept(read_outline(assessment.outline), answers)
        if assessment.state != State.IN_PROGRESS:
            raise TransitionNotAllowed("This assessment is not being written any more.")
        if assessment.answers_digest() != seen_digest:
            raise StaleAnswers(assessment)
        if said != assessment.answers or assessment.manifest_digest != assessment.entry.manifest_digest:
            _write(assessment, said, by=by)
            record("assessment.saved", assessment, by=by, digest=assessment.answers_digest())
        return assessment


def submit_assessment(assessment: Assessment, *, by: User, seen_digest: str) -> Assessment:
    """Ask the seat that the charter names for approval.

    Raises ``PermissionDenied``, ``StaleAnswers``, ``MissingAnswers``, ``TransitionNotAllowed``.
    """
    with refusals_recorded("submission", assessment, by=by):
        assessment = locked(assessment)
        check_may_write(by, assessment.entry)
        check_step(State(assessment.state), State.SUBMITTED, actor=Actor.TEAM)
        if assessment.answers_digest() != seen_digest:
            raise StaleAnswers(assessment)
        missing = missing_in(read_outline(assessment.outline), assessment.answers)
        if missing:
            raise MissingAnswers(missing)
        assessment.submitted_at, assessment.remark = clock.now(), ""
        assessment.required_seat = charter().assessment_seat[assessment.type]
        assessment.writers.add(by)
        assessment.team = assessment.entry.owner_team
        add_parties(assessment, asked_by=by)
        return move(assessment, State.SUBMITTED, actor=Actor.TEAM, by=by, digest=seen_digest)


def withdraw_assessment(assessment: Assessment, *, by: User) -> Assessment:
    """Give up an open version. An approved one before it goes on counting."""
    with refusals_recorded("withdrawal", assessment, by=by):
        assessment = locked(assessment)
        check_may_write(by, assessment.entry)
        return move(assessment, State.WITHDRAWN, actor=Actor.TEAM, by=by)


def move(assessment: Assessment, to: State, *, actor: Actor, by: User | None, **details: Any) -> Assessment:
    """Move a locked ``assessment`` on, record it, and have its entry checked again after the commit."""
    check_step(State(assessment.state), to, actor=actor)
    assessment.state = to
    assessment.save()
    event = record(f"assessment.{to}", assessment, by=by, **details)
    assessment_moved(assessment, by=by, event=event)
    queue_checks_of([assessment.entry], by=by)
    return assessment


def check_may_write(by: User, entry: Entry) -> None:
    if not may_edit(by, entry.owner_team):
        raise PermissionDenied(f"Only members of {entry.owner_team} write assessments of this.")


def locked(assessment: Assessment) -> Assessment:
    """The row, held until the end of the transaction, with its entry."""
    rows = Assessment.objects.select_related("entry__owner_team")
    return rows.select_for_update(of=("self",)).get(pk=assessment.pk)


def _locked_entry(entry: Entry) -> Entry:
    rows = Entry.objects.select_for_update(of=("self",), no_key=True).select_related("owner_team")
    return rows.get(pk=entry.pk)


def _begin(entry: Entry, assessment_type: str, *, by: User) -> Assessment:
    outline = outline_for(assessment_type)
    earlier = Assessment.objects.filter(entry=entry, type=assessment_type).order_by("-version")
    before, newest = earlier.filter(state__in=FROZEN_STATES).first(), earlier.first()
    register = JudgedRegister(as_of=clock.today(), visible_to=by)
    answers = prefill(outline, register.record(entry.document)) | (
        _carried(outline, before.answers) if before else {}
    )
    assessment = Assessment(
        entry=entry,
        type=assessment_type,
        version=1 if newest is None else newest.version + 1,
        outline=dict(outline.document),
        answers=answers,
        facts=facts_from(outline, answers),
        revision=entry.revision_count,
        manifest_digest=entry.manifest_digest,
        author=by,
    )
    try:
        with transaction.atomic():
            assessment.save()
    except IntegrityError as error:
        standing = Assessment.objects.open().filter(entry=entry, type=assessment_type).first()
        if standing is None:
            raise
        raise AlreadyOpen(standing) from error
    # Whose words are carried over has written this version too.
    assessment.writers.add(by, *(before.writers.all() if before else ()))
    return assessment


def _carried(outline: Outline, answers: Answers) -> dict[str, Any]:
    """The answers of the version before that fit the questions of today."""
    unfit = {name for name, _ in problems_in(outline, answers)}
    return {name: value for name, value in answers.items() if name not in unfit}


def _kept(outline: Outline, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The one form in which answers are kept: a blank was not said. Raises ``UnfitAnswers``."""
    problems = dict(problems_in(outline, answers))
    if problems:
        raise UnfitAnswers(problems)
    said = {name: value.strip() if isinstance(value, str) else value for name, value in answers.items()}
    return {name: value for name, value in said.items() if value not in (None, "", [])}


def _write(assessment: Assessment, answers: dict[str, Any], *, by: User) -> None:
    assessment.answers = answers
    assessment.facts = facts_from(read_outline(assessment.outline), answers)
    assessment.revision = assessment.entry.revision_count
    assessment.manifest_digest = assessment.entry.manifest_digest
    assessment.saved_at = clock.now()
    assessment.save()
    assessment.writers.add(by)
