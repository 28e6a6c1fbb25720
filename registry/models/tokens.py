"""Tokens for programs."""

from django.db import models
from django.db.models import Q

from registry import clock


class Scope(models.TextChoices):
    CHECK = "check:run", "Ask for policy checks"
    READ = "registry:read", "Read entries, submissions and findings"
    WRITE = "registry:write", "Register and change entries, and put them before the council"
    RULES = "rules:change", "Propose, activate and reject changes of the rules"
    JUDGE = "waivers:decide", "Approve, reject and end waivers"
    COUNCIL = "council:decide", "Vote for a seat of the council, suspend, revoke and approve urgently"


class Token(models.Model):
    """An API token. Only its hash is kept: who lost it makes a new one.

    It acts as ``user`` and within ``scopes``, never beyond either.
    """

    user = models.ForeignKey("registry.User", models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    prefix = models.CharField(max_length=16)
    scopes = models.JSONField()
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("created_at")), name="tokens_expire_later"
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"
