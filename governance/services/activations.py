"""Changing the rules: one person proposes, another activates, and everything is checked again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from governance import permissions
from governance.models import Activation, ActivationStatus, RuleSet, Seat
from governance.services.impact import queue_impact
from governance.services.proposals import (
    ProposalRefused,
    StaleProposal,
    check_open,
    check_own,
    next_number,
    said,
    settle,
)
from governance.services.refusals import refusals_recorded
from governance.services.rule_sets import (
    UnknownRules,
    default_packs,
    digest_in_force,
    keep_rule_set,
    packs_in_force,
    packs_of,
    usable_packs,
    versions_of,
)
from governance.services.telling import rules_moved
from policies import Packs, PolicyError, Settings, tune
from policies.canonical import digest
from policies.language.packs import Pack, combine, read_pack
from policies.language.settings import NO_SETTINGS
from registry.ledger.writing import record
from registry.models import User

RULES = "rules"


@dataclass(frozen=True)
class Draft:
    """What somebody would like to be in force: kept packs by digest, one pack as a text, and settings.

    Without ``packs`` those in force stay. A ``text`` takes the place of the pack with its id.
    """

    packs: Sequence[str] | None = None
    text: str | bytes = ""
    settings: Settings = NO_SETTINGS
    source: str = "pack.yaml"

    def read(self) -> Packs:
        """The rules as they would be. Raises PackError with all that is wrong, and ``UnknownRules``."""
        chosen = {pack.id: pack for pack in self._chosen()}
        if self.text:
            uploaded = read_pack(self.text, source=self.source)
            chosen[uploaded.id] = uploaded
        return tune(combine(chosen.values()), self.settings)

    def _chosen(self) -> Iterator[Pack]:
        # Who names every pack needs nothing of those in force, which this release may be unable to use.
        packs = packs_in_force() if self.packs is None else usable_packs() or default_packs()
        current = {pack.digest: pack for pack in packs.packs}
        wanted = list(current) if self.packs is None else list(self.packs)
        yield from (current[one] for one in wanted if one in current)
        for version in versions_of([one for one in wanted if one not in current]):
            yield read_pack(version.text, source=f"{version.pack}.yaml")


def propose_rules(draft: Draft, *, by: User, reason: str) -> Activation:
    """Put a change of the rules up for somebody else to activate; until then nothing changes.

    Raises ``PermissionDenied``; ``PackError`` for packs or settings that can't be used; ``ProposalRefused``
    without a reason, or where nothing would change.
    """
    with refusals_recorded("proposal", RULES, by=by, of="activation"):
        permissions.check_can_propose_rules(by)
        reason = said(reason, "whoever activates it has to know, and auditors will read it.")
        current, wanted = digest_in_force(), draft.read()
        if wanted.digest == current:
            raise ProposalRefused("This changes nothing: these are the rules in force.")
        if not Activation.objects.in_force().exists():
            keep_rule_set(default_packs())
        kept = keep_rule_set(wanted, author=by)
        change = Activation.objects.create(
            rule_set=kept,
            based_on=current,
            reason=reason,
            proposed_by=by,
            author=_author(kept.packs, by),
        )
        told = change.content | {"reason_digest": digest(reason)}
        rules_moved(change, by=by, event=record("activation.proposed", change, by=by, **told))
        queue_impact(change)
        return change


def activate_rules(change: Activation, *, by: User, reason: str) -> Activation:
    """Put a proposed change in force, from now on, and have the portfolio checked again.

    Raises ``PermissionDenied``, ``StaleProposal``; ``ProposalRefused`` without a reason, or for rules that
    this release can't use.
    """
    with refusals_recorded("decision", change, by=by):
        change = _to_decide(change, by=by)
        # Before what is in force is read: what comes into force after this has the number, too.
        change.number = next_number(change)
        if change.based_on != digest_in_force():
            raise StaleProposal(
                "Other rules came into force since this was proposed. Propose it anew on those."
            )
        _check_usable(change)
        settle(change, ActivationStatus.ACTIVATED, by=by, reason=reason, tell=rules_moved)
        _recheck()
        return change


def reject_rules(change: Activation, *, by: User, reason: str) -> Activation:
    """Turn a proposed change down. Raises as ``activate_rules`` does."""
    with refusals_recorded("decision", change, by=by):
        change = _to_decide(change, by=by)
        return settle(change, ActivationStatus.REJECTED, by=by, reason=reason, tell=rules_moved)


def withdraw_rules(change: Activation, *, by: User) -> Activation:
    """Take back what one proposed oneself. Raises ``PermissionDenied`` and ``StaleProposal``."""
    with refusals_recorded("withdrawal", change, by=by):
        change = _locked(change)
        check_own(change, by)
        check_open(change)
        return settle(change, ActivationStatus.WITHDRAWN, by=by, reason="Withdrawn.", tell=rules_moved)


def _author(packs: Sequence[str], by: User) -> User | None:
    """Who wrote what of this is not in force; where several did, somebody other than the proposer."""
    current = set(RuleSet.objects.get(digest=digest_in_force()).packs)
    new = [one for one in versions_of(packs) if one.digest not in current and one.author_id]
    authors = [one.author for one in sorted(new, key=lambda one: (one.author_id == by.pk, one.pk))]
    return authors[0] if authors else None


def _locked(change: Activation) -> Activation:
    rows = Activation.objects.select_for_update(of=("self",)).select_related("rule_set")
    return rows.get(pk=change.pk)


def _to_decide(change: Activation, *, by: User) -> Activation:
    change = _locked(change)
    list(Seat.objects.select_for_update().filter(holder=by).order_by("pk"))
    permissions.check_can_activate(by, change)
    check_open(change)
    return change


def _check_usable(change: Activation) -> None:
    """What another release read may be no rules for this one."""
    try:
        packs_of(change.rule_set.digest)
    except (UnknownRules, PolicyError) as problem:
        message = f"This release of Muster can't use these rules, so nothing would be checked: {problem}"
        raise ProposalRefused(message) from problem


def _recheck() -> None:
    from governance.tasks import recheck_portfolio

    recheck_portfolio.delay_on_commit()
