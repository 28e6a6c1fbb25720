"""Conditions of approvals close by themselves, and end the approval where they are missed."""

import json
import logging
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from governance.models import CheckRun, Condition, ConditionState, Submission, Trigger
from governance.services.approvals import expire_approval
from governance.services.checks import send_checks
from governance.services.closing import close_condition
from governance.services.engine import Checker
from governance.services.rule_sets import UnreadableRules
from governance.services.telling import condition_met
from governance.services.transitions import locked
from policies.canonical import digest
from policies.conditions import Answer, State, ask, read_condition
from policies.errors import PolicyError
from registry import clock
from registry.models import Entry, Revision

logger = logging.getLogger(__name__)
Evidence = dict[str, Any]


def follow_checks(pks: Iterable[int]) -> int:
    """Look again at the conditions of what these checks were about: something of it changed."""
    entries = CheckRun.objects.filter(pk__in=list(pks)).order_by().values("entry")
    return _follow(Condition.objects.filter(submission__entry__in=entries))


def follow_conditions() -> int:
    """The same for every approval; return how many conditions were closed. Days pass by themselves."""
    return _follow(Condition.objects.all())


def _follow(conditions: QuerySet[Condition]) -> int:
    waiting = conditions.open().of_approvals()  # type: ignore[attr-defined]
    pks = list(waiting.order_by("submission").values_list("submission", flat=True).distinct())
    if not pks:
        return 0
    submissions = Submission.objects.filter(pk__in=pks).select_related("entry").defer("snapshot")
    names = [(one.entry.kind, one.entry.key) for one in submissions]
    try:
        checker = Checker(about=names)
        return sum(_settle(one, checker) for one in submissions.order_by("pk"))
    except UnreadableRules as problem:
        # Nobody can say what was met. Those that are overdue end their approvals in whatever is read of them.
        logger.error("conditions are not looked at: %s", problem)
        return 0


def _settle(submission: Submission, checker: Checker) -> int:
    """Ask with no transaction open, then close what is met, or all there is where one was missed."""
    asked_of = submission.entry.manifest_digest
    asked = list(submission.conditions.open())
    # Midnight may pass between here and the lock: what is looked at as due today is not called missed.
    overdue = {one.pk for one in asked if one.is_overdue}
    found = _answers(submission, [one for one in asked if one.pk not in overdue], checker)
    in_time = _met_in_time(submission, [one for one in asked if one.pk in overdue])
    with transaction.atomic():
        submission = locked(submission)
        waiting = list(submission.conditions.open().of_approvals())
        if missed := [one for one in waiting if one.pk in overdue and one.pk not in in_time]:
            return _lapse(submission, missed)
        if submission.entry.manifest_digest != asked_of:
            found = {}  # What was asked is not what stands: its own check brings it here again.
        seen = found | in_time
        met = [one for one in waiting if one.pk in seen]
        for condition in met:
            event = close_condition(condition, ConditionState.MET, evidence=seen[condition.pk])
            condition_met(condition, event=event)
        if met:
            send_checks([submission.entry], trigger=Trigger.DECISION)
        return len(met)


def _lapse(submission: Submission, missed: list[Condition]) -> int:
    for condition in missed:
        close_condition(condition, ConditionState.MISSED)
    expire_approval(submission, why_lapsed(missed[0]))
    return len(missed)


def why_lapsed(condition: Condition) -> str:
    return f"A condition was not met by {condition.due_on:%-d %B %Y}: {condition.text}"


def _met_in_time(submission: Submission, overdue: list[Condition]) -> dict[int, Evidence]:
    """What was seen of those that were met on their last day, though nobody has looked since.

    What others decided on near duplicates counts as it is now.
    """
    found: dict[int, Evidence] = {}
    for day in sorted({one.due_on for one in overdue}):
        stood = _stood(submission, day)
        checker = Checker(stood, as_of=day, about=[(submission.entry.kind, submission.entry.key)])
        found |= _answers(submission, [one for one in overdue if one.due_on == day], checker)
    return found


def _stood(submission: Submission, day: date) -> list[Mapping[str, Any]]:
    """What the entry, and all that was frozen along with it, said at the end of a day."""
    entries = [submission.entry_id, *submission.linked.order_by().values_list("pk", flat=True)]
    rows = Revision.objects.filter(
        entry__in=entries, created_at__lt=clock.start_of(day + timedelta(days=1))
    ).order_by("number")
    return list({one.entry_id: one.document for one in rows}.values())


def _answers(submission: Submission, conditions: list[Condition], checker: Checker) -> dict[int, Evidence]:
    """What was seen of each condition that is met."""
    if not conditions:
        return {}
    entry = submission.entry
    said = checker.register.also.get((entry.kind, entry.key), entry.document)
    whole = checker.register.record(said)
    asks_rules = any("rule" in one.expression for one in conditions)
    facts = checker.facts.for_rules(whole) if asks_rules else {}
    answers = {one.pk: _answer(one, entry, whole, facts, checker) for one in conditions}
    seen = {"record_digest": digest(whole), "packs_digest": checker.packs.digest}
    return {pk: _evidence(one, checker.as_of) | seen for pk, one in answers.items() if one.state == State.MET}


def _answer(
    one: Condition, entry: Entry, whole: Mapping[str, Any], facts: Mapping[str, Any], checker: Checker
) -> Answer:
    """What can't be read by this release is not met; the day it is due still counts."""
    try:
        asked = read_condition(json.dumps(one.expression), entry.kind)
    except PolicyError as problem:
        logger.error("%s can't be read: %s", one.subject, problem)
        return Answer(State.UNKNOWN)
    return ask(asked, whole, checker.packs, facts=facts, as_of=checker.as_of)


def _evidence(answer: Answer, as_of: date) -> Evidence:
    version = {"rule_version": answer.rule_version} if answer.rule_version else {}
    return {"as_of": as_of.isoformat(), "seen": [place.to_json() for place in answer.seen], **version}
