"""Asking to live with a finding until a day, and agreeing to it."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from governance import permissions
from governance.models import Trigger, Waiver, WaiverApproval, WaiverStatus
from governance.services.checks import queue_overtaken, send_checks
from governance.services.freezing import add_parties
from governance.services.refusals import refusals_recorded
from governance.services.rounds import reopen_overtaken
from governance.services.seats import hold_seats
from governance.services.telling import waiver_moved
from governance.services.waivable import Waivable, WaiverRefused, waivable, waivable_until
from policies.canonical import digest
from registry import clock
from registry.ledger.salting import new_salt, salted_digest
from registry.ledger.writing import record
from registry.models import Entry, User


@transaction.atomic
def request_waiver(
    entry: Entry,
    rule_id: str,
    *,
    by: User,
    reason: str,
    compensating_control: str,
    proof: str,
    expires_on: date,
) -> Waiver:
    """Ask that what ``rule_id`` finds in ``entry`` today be accepted up to and including ``expires_on``.

    Raises ``PermissionDenied``, and ``WaiverRefused`` with the field to change.
    """
    entry = (
        Entry.objects.select_for_update(of=("self",), no_key=True)
        .select_related("owner_team")
        .get(pk=entry.pk)
    )
    permissions.check_can_ask_for_waiver(by, entry)
    words = _words(reason=reason, compensating_control=compensating_control, proof=proof)
    waiver = _asked(entry, waivable_until(entry, rule_id, expires_on), by=by, expires_on=expires_on, **words)
    add_parties(waiver, asked_by=by)
    event = record("waiver.requested", waiver, by=by, **summary_of(waiver))
    waiver_moved(waiver, by=by, event=event)
    return waiver


def approve_waiver(waiver: Waiver, *, by: User, reason: str) -> Waiver:
    """Agree, as one of the people the rule asks for. With enough of them it is granted, from today on.

    Only those count who could approve today: who lost their seat since, or got a part in the entry, does not.
    Raises ``PermissionDenied``, and ``WaiverRefused`` where it is over, or where what it is about changed.
    Saying it once more changes nothing, unless those who said it before count again.
    """
    with refusals_recorded("approval", waiver, by=by):
        waiver = _locked(waiver)
        before = set(waiver.approvals.values_list("approver", flat=True))
        hold_seats(by, *before)
        permissions.check_can_judge_waiver(by, waiver)
        if by.pk in before and waiver.standing != WaiverStatus.ASKED:
            return waiver
        _check_asked(waiver)
        needed = _approvals_needed_today(waiver)
        if by.pk not in before:
            said, seat = _said(reason), permissions.seats_that_waive(by, waiver)[0]
            WaiverApproval.objects.create(waiver=waiver, approver=by, seat=seat, reason=said, at=clock.now())
            record("waiver.approved", waiver, by=by, seat=seat, reason_digest=digest(said))
        counting = _counting(waiver)
        if len(counting) >= needed:
            _grant(waiver, counting)
        return waiver


def reject_waiver(waiver: Waiver, *, by: User, reason: str) -> Waiver:
    """Refuse what was asked for. Raises ``PermissionDenied`` and ``WaiverRefused``."""
    with refusals_recorded("rejection", waiver, by=by):
        waiver = _locked(waiver)
        hold_seats(by)
        permissions.check_can_judge_waiver(by, waiver)
        _check_asked(waiver)
        return _end(waiver, WaiverStatus.REJECTED, by=by, why=_said(reason))


def revoke_waiver(waiver: Waiver, *, by: User, reason: str) -> Waiver:
    """End a waiver that was granted, at once. Raises ``PermissionDenied`` and ``WaiverRefused``."""
    with refusals_recorded("revocation", waiver, by=by):
        waiver = _locked(waiver)
        hold_seats(by)
        permissions.check_can_judge_waiver(by, waiver)
        if waiver.status != WaiverStatus.GRANTED:
            raise WaiverRefused("Only a waiver that was granted can be revoked.")
        _end(waiver, WaiverStatus.REVOKED, by=by, why=_said(reason))
        _follow(waiver)
        return waiver


def withdraw_waiver(waiver: Waiver, *, by: User) -> Waiver:
    """Take the request back, or give up what was granted. Raises ``PermissionDenied``, ``WaiverRefused``."""
    with refusals_recorded("withdrawal", waiver, by=by):
        waiver = _locked(waiver)
        permissions.check_can_ask_for_waiver(by, waiver.entry)
        granted = waiver.status == WaiverStatus.GRANTED
        if not granted and waiver.status != WaiverStatus.ASKED:
            raise WaiverRefused("It has ended already.")
        _end(waiver, WaiverStatus.WITHDRAWN, by=by, why="")
        if granted:
            _follow(waiver)
        return waiver


@transaction.atomic
def follow_the_calendar() -> None:
    """Check again what rests on waivers that ended with yesterday, and review it anew."""
    queue_overtaken()
    reopen_overtaken()


def summary_of(waiver: Waiver) -> dict[str, Any]:
    """What the ledger keeps of a request: names, days and digests, nothing that anybody wrote."""
    return {
        "entry": waiver.entry.subject,
        "rule": waiver.rule_id,
        "rule_version": waiver.rule_version,
        "expires_on": waiver.expires_on.isoformat(),
        "approvals_needed": waiver.approvals_needed,
        "evidence_digest": salted_digest(waiver.salt, waiver.evidence),
        "words_digest": digest([waiver.reason, waiver.compensating_control, waiver.proof]),
    }


def _words(**said: str) -> dict[str, str]:
    """What was written, trimmed. Raises ``WaiverRefused`` for what is blank."""
    words = {field: text.strip() for field, text in said.items()}
    for field, text in words.items():
        if not text:
            raise WaiverRefused("Say this: who approves it reads it first.", field)
    return words


def _asked(entry: Entry, found: Waivable, *, by: User, expires_on: date, **words: str) -> Waiver:
    """The saved request; the database has the last word on whether there is one already."""
    waiver = Waiver(
        entry=entry,
        team=entry.owner_team,
        rule_id=found.rule.id,
        rule_version=found.rule.version,
        rule_title=found.rule.title,
        severity=found.rule.severity,
        evidence=found.evidence,
        salt=new_salt(),
        expires_on=expires_on,
        approvals_needed=found.terms.approvals,
        requested_by=by,
        requested_at=clock.now(),
        **words,
    )
    try:
        with transaction.atomic():
            waiver.save()
    except IntegrityError as error:
        same = Waiver.objects.filter(entry=entry, rule_id=found.rule.id, status=WaiverStatus.ASKED)
        if not same.exists():
            raise
        raise WaiverRefused(f"A waiver of {found.rule.id} is asked for already.") from error
    return waiver


def _locked(waiver: Waiver) -> Waiver:
    rows = Waiver.objects.select_related("entry__owner_team", "team")
    return rows.select_for_update(of=("self",)).get(pk=waiver.pk)


def _check_asked(waiver: Waiver) -> None:
    if waiver.status != WaiverStatus.ASKED:
        raise WaiverRefused(f"There is nothing to decide: it is {waiver.get_status_display().lower()}.")
    if waiver.standing == "lapsed":
        raise WaiverRefused("There is nothing to decide: its last day has passed.")


def _approvals_needed_today(waiver: Waiver) -> int:
    """Raises ``WaiverRefused`` where the rule finds something else than it was asked for."""
    now = waivable(waiver.entry).get(waiver.rule_id)
    if now is None or not waiver.evidence.items() <= now.evidence.items():
        raise WaiverRefused(
            "What the rule found is not what this was asked for: it has to be asked for anew."
        )
    return max(waiver.approvals_needed, now.terms.approvals)


def _counting(waiver: Waiver) -> list[WaiverApproval]:
    lost = permissions.lost_approvals([waiver])
    return [one for one in waiver.approvals.select_related("approver") if one.pk not in lost]


def _said(reason: str) -> str:
    if not reason.strip():
        raise WaiverRefused("Say why: auditors will read it.", "reason")
    return reason.strip()


def _grant(waiver: Waiver, approvals: list[WaiverApproval]) -> None:
    waiver.status, waiver.granted_on = WaiverStatus.GRANTED, clock.today()
    waiver.save(update_fields=["status", "granted_on"])
    waiver.approvals.filter(pk__in=[one.pk for one in approvals]).update(counted=True)
    until, people = waiver.expires_on.isoformat(), sorted(str(one.approver.uid) for one in approvals)
    on = waiver.granted_on.isoformat()
    event = record("waiver.granted", waiver, by=None, granted_on=on, expires_on=until, approved_by=people)
    waiver_moved(waiver, by=None, event=event)
    _follow(waiver)


def _end(waiver: Waiver, status: WaiverStatus, *, by: User, why: str) -> Waiver:
    waiver.status, waiver.ended_at, waiver.ended_by, waiver.ended_why = status, clock.now(), by, why
    waiver.save(update_fields=["status", "ended_at", "ended_by", "ended_why"])
    event = record(f"waiver.{status}", waiver, by=by, **({"reason_digest": digest(why)} if why else {}))
    waiver_moved(waiver, by=by, event=event)
    return waiver


def _follow(waiver: Waiver) -> None:
    """What a waiver changes by beginning or ending: the entry's check, and the review that is going on."""
    send_checks([waiver.entry], trigger=Trigger.WAIVER)
    reopen_overtaken(waiver.entry)
