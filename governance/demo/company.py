"""Setting up the company itself: people, teams, purposes, vendors and measures."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from importlib.resources import files
from typing import Any

from governance.demo.content import Content
from governance.groups import OPERATORS
from governance.services.seats import appoint, give_seat
from policies.record import fields_of
from policies.yamlio import load_yaml
from registry.models import KPI, Role, Team, User
from registry.services import organisation, people

# What a person's entry says about their place, and not about them.
_PLACE = {"name", "email", "teams", "seat", "groups"}
READING_DAYS = 30


class Company:
    """The people and teams of the demonstration, by the names its files give them."""

    def __init__(self, content: Content) -> None:
        self.said, self.history, self.kpis = content.organisation, content.history, content.kpis
        self.anchor, self.day = content.anchor, content.day

    @cached_property
    def people(self) -> dict[str, User]:
        return {user.email: user for user in User.objects.all()}

    def author(self, team: str) -> User:
        """Who writes for ``team``."""
        return self.people[self.history["authors"][team]]

    def set_up(self) -> None:
        """Create everything but the entries, as the operator; the operator is created by the system."""
        operator = self._invite_everyone()
        self._create_teams(operator)
        for person in self.said["people"]:
            self._place(person, operator)
        organisation.set_organisation(by=operator, **_facts("organisation", self.said["organisation"]))
        for purpose in [*_standard_purposes(), *self.said["purposes"]]:
            organisation.define_purpose(**purpose, by=operator)
        for vendor in self.said["vendors"]:
            organisation.describe_vendor(by=operator, **_facts("vendor", vendor))
        for kpi in self.kpis:
            facts = {name: value for name, value in kpi.items() if name != "readings"}
            if "owner" in facts:
                facts["owner"] = self.people[facts["owner"]]
            organisation.define_kpi(by=operator, **_facts("kpi", facts))

    def read_kpis(self) -> None:
        """Enter a reading a month, of which the last is of the day the demonstration is set up."""
        operator = self.people[self.history["operator"]]
        for kpi in self.kpis:
            values = reversed(kpi["readings"])
            readings = {self.day(-READING_DAYS * back): value for back, value in enumerate(values)}
            row = KPI.objects.get(key=kpi["key"])
            organisation.record_readings(row, readings, by=operator)

    def _invite_everyone(self) -> User:
        said = {person["email"]: person for person in self.said["people"]}
        operator = self._invite(said.pop(self.history["operator"]), by=None)
        appoint(operator, OPERATORS, by=None)
        operator = User.objects.get(pk=operator.pk)
        for person in said.values():
            self._invite(person, by=operator)
        return operator

    @staticmethod
    def _invite(person: Mapping[str, Any], *, by: User | None) -> User:
        about = {name: value for name, value in person.items() if name not in _PLACE}
        return people.invite_person(person["email"], person["name"], by=by, **_facts("person", about))

    def _create_teams(self, operator: User) -> None:
        for team in self.said["teams"]:
            facts = dict(team)
            if "parent" in facts:
                facts["parent"] = Team.objects.get(key=facts["parent"])
            lead = self.said["leads"][team["key"]]
            people.create_team(by=operator, lead=self.people[lead], **facts)

    def _place(self, person: Mapping[str, Any], operator: User) -> None:
        user = self.people[person["email"]]
        # Nobody gives themselves a role: the operator's own comes with the installation.
        giver = None if user == operator else operator
        for team, role in person.get("teams", {}).items():
            people.grant_role(user, Team.objects.get(key=team), Role(role), by=giver)
        if "seat" in person:
            give_seat(user, person["seat"], by=operator)
        for group in person.get("groups", []):
            appoint(user, group, by=operator)


def _facts(name: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of ``said`` as the services take them: dates are dates."""
    dates = {field.name for field in fields_of(name).values() if field.type == "date"}
    return {field: date.fromisoformat(value) if field in dates else value for field, value in said.items()}


def _standard_purposes() -> list[dict[str, Any]]:
    text = (files("policies") / "taxonomies/purposes.yaml").read_text(encoding="utf-8")
    purposes: list[dict[str, Any]] = load_yaml(text, source="purposes.yaml").value["purposes"]
    return purposes
