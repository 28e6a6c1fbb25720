"""The rules themselves: packs as they were, what was in force with which settings, and who changed that.

None of it is ever changed or deleted (see ``governance.sealing``): a decision names its rules by digest.
"""

from typing import Any, Self

from django.db import models
from django.db.models import F, Max, Q

from governance.models.proposals import Proposal, ProposalQuerySet, proposals_hold
from registry import clock
from registry.models import User


class PackVersion(models.Model):
    """The text of one pack. ``digest`` is that of its content (``Pack.digest``), so comments don't count.

    Without an ``author`` it came with Muster or from the files that the operator named.
    """

    pack = models.CharField(max_length=80)
    version = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    digest = models.CharField(max_length=64, unique=True)
    text = models.TextField()
    author = models.ForeignKey("registry.User", models.PROTECT, null=True, related_name="packs_written")
    kept_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("pack", "-kept_at", "-pk")

    def __str__(self) -> str:
        return f"{self.pack} {self.version}"


class RuleSet(models.Model):
    """Packs with settings, as one thing that can be in force: what ``packs_digest`` of a check names."""

    digest = models.CharField(max_length=64, unique=True)
    packs = models.JSONField()
    settings = models.JSONField()
    kept_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.digest[:12]


class ActivationStatus(models.TextChoices):
    PROPOSED = "proposed", "Proposed"
    ACTIVATED = "activated", "Activated"
    REJECTED = "rejected", "Rejected"
    WITHDRAWN = "withdrawn", "Withdrawn"


class ActivationQuerySet(ProposalQuerySet):
    def in_force(self) -> Self:
        """The one that was activated last, or none."""
        newest = self.model._default_manager.aggregate(last=Max("number"))["last"]
        return self.filter(number=newest) if newest else self.none()

    def awaiting(self, user: User) -> Self:
        """Proposed by others than ``user``, for who may decide: see ``refusal_to_activate``. 4 queries."""
        from governance.charter import usable_charter
        from governance.models.seats import Seat

        rules = usable_charter()
        acting = Seat.objects.acting().filter(holder=user)
        if not rules or not acting.filter(function__in=rules.may_change_rules).exists():
            return self.none()
        own = set(PackVersion.objects.filter(author=user).values_list("digest", flat=True))
        theirs = self.open().exclude(Q(author=user) | Q(rule_set__activations__proposed_by=user))
        found = list(theirs.values_list("pk", "based_on", "rule_set__packs"))
        before = dict(
            RuleSet.objects.filter(digest__in=[one[1] for one in found]).values_list("digest", "packs")
        )
        return self.filter(
            pk__in=[pk for pk, based, packs in found if not own & (set(packs) - set(before.get(based, ())))]
        )

    def with_people(self) -> Self:
        return self.select_related("rule_set", "proposed_by", "author", "decided_by")


class Activation(Proposal):
    """One proposed change of the rules. ``author`` wrote the packs in it that are new."""

    rule_set = models.ForeignKey(RuleSet, models.PROTECT, related_name="activations")
    author = models.ForeignKey("registry.User", models.PROTECT, null=True, related_name="rules_written")
    status = models.CharField(
        max_length=10, choices=ActivationStatus, default=ActivationStatus.PROPOSED, db_index=True
    )

    objects = ActivationQuerySet.as_manager()

    class Meta(Proposal.Meta):
        verbose_name = "change of rules"
        verbose_name_plural = "changes of rules"
        permissions = (("propose_rules", "Can propose changes of the rules"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(status="withdrawn")
                | Q(decided_by=None)
                | ~Q(decided_by=F("proposed_by")) & (Q(author=None) | ~Q(decided_by=F("author"))),
                name="nobody_decides_on_rules_of_their_own",
            ),
            *proposals_hold(
                ActivationStatus.ACTIVATED,
                says_why="every_change_of_rules_says_why",
                by_whom="decided_changes_of_rules_say_by_whom",
                has_number="what_is_activated_has_a_number",
            ),
        )

    def __str__(self) -> str:
        return f"Change of rules {self.pk}"

    @property
    def subject(self) -> str:
        return f"activation:{self.pk}"

    def authors(self) -> models.QuerySet[User]:
        """Everybody who wrote a pack in this that was not in force when it was proposed."""
        before = RuleSet.objects.filter(digest=self.based_on).values_list("packs", flat=True).first()
        new = set(self.rule_set.packs) - set(before or ())
        return User.objects.filter(packs_written__digest__in=new).distinct().order_by("name", "pk")

    @property
    def content(self) -> dict[str, Any]:
        """What the ledger keeps of it: digests, since a reason may name people."""
        return {"rules": self.rule_set.digest, "based_on": self.based_on}
