"""People and the teams they work in."""

import uuid
from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, Permission, PermissionsMixin
from django.db import models
from django.db.models import QuerySet
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from registry import clock
from registry.models import columns
from registry.prepared import Prepared


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Without a password nobody can sign in until one is set through an invitation."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """A person: owner, reviewer, council member, auditor. ``uid`` stands where their name must not."""

    uid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    email = models.EmailField("e-mail", unique=True)
    name = models.CharField(max_length=200)
    function = columns.choice("function")
    job_role = columns.line()
    ai_literacy_completed_on = columns.day()
    ai_literacy_valid_months = columns.whole()
    is_staff = models.BooleanField("may enter the admin", default=False)
    is_active = models.BooleanField("active", default=True)
    joined_at = models.DateTimeField(default=clock.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "people"
        ordering = ("name", "email")

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def subject(self) -> str:
        """What the ledger calls this person."""
        return f"person:{self.uid}"

    def get_full_name(self) -> str:
        return self.name

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """As Django answers; of what they may do everywhere each request asks, so that is asked at once."""
        if obj is not None:
            return super().has_perm(perm, obj)
        return self.is_active and (self.is_superuser or perm in self._may_everywhere)

    @cached_property
    def _may_everywhere(self) -> set[str]:
        return {f"{app}.{name}" for app, name in _EVERYWHERE(self.pk)}


def _permissions_of(person: Any) -> QuerySet[Permission, tuple[str, str]]:
    """Theirs, and those of their groups."""
    theirs, of_groups = Permission.objects.filter(user=person), Permission.objects.filter(group__user=person)
    named = ("content_type__app_label", "codename")
    return theirs.order_by().values_list(*named).union(of_groups.order_by().values_list(*named))


_EVERYWHERE = Prepared(_permissions_of)


class Team(models.Model):
    """A team that owns use cases, models, data, tools or KPIs."""

    key = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    team_type = columns.choice("team_type")
    function = columns.choice("function")
    parent = columns.one("Team", "children")
    lead = columns.one("User", "leads")
    cost_centre = columns.line()

    class Meta:
        ordering = ("name",)
        permissions = (
            ("view_entries", "Can see what the team registers"),
            ("edit_entries", "Can register and change the team's entries"),
            ("submit_entries", "Can submit the team's entries to the council"),
            ("manage_members", "Can give roles in the team"),
        )

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    VIEWER = "viewer", "Viewer"
    MEMBER = "member", "Member"
    OWNER = "owner", "Owner"


class Membership(models.Model):
    """The role of one person in one team. What it allows are object permissions on the team."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    team = models.ForeignKey(Team, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "team"), name="one_role_per_person_and_team"),)

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()} in {self.team}"


class TeamUserObjectPermission(UserObjectPermissionBase):
    content_object = models.ForeignKey(Team, models.CASCADE)


class TeamGroupObjectPermission(GroupObjectPermissionBase):
    content_object = models.ForeignKey(Team, models.CASCADE)
