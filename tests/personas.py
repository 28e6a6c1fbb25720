"""Teams, people and entries that every test can call by name. All are made through the services.

Functions make; fixtures are the people a test speaks of: a member of marketing, the council's privacy
officer, an auditor, a stranger. A fixture exists only in tests that ask for it.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from governance.groups import AUDITORS, LEADERS, OPERATORS
from registry import clock
from registry.models import Entry, Role, Team, User
from registry.services import entries, people

PASSWORD = "correct horse battery staple"
COUNCIL_PACK = Path(__file__).parent / "packs" / "council.yaml"
GOVERNANCE_PACK = Path(__file__).parents[1] / "policies" / "packs" / "governance.yaml"
ONE_SEAT = Path(__file__).parent / "packs" / "charter.yaml"
_numbers = count(1)


def make_team(key: str = "marketing", **facts: Any) -> Team:
    """The team ``key``, created when it isn't there."""
    name = facts.pop("name", key.replace("-", " ").capitalize())
    return Team.objects.filter(key=key).first() or people.create_team(key, name, by=None, **facts)


def make_person(
    name: str = "Sam Stranger",
    *,
    team: Team | str | None = None,
    role: Role = Role.MEMBER,
    seat: str = "",
    group: str = "",
    **facts: Any,
) -> User:
    """A person with the password ``PASSWORD`` and, where given, a role in a team, a seat and a group."""
    from governance.services.seats import appoint, give_seat

    email = facts.pop("email", f"{name.lower().replace(' ', '.')}@example.org")
    user = people.invite_person(email, name, by=None, **facts)
    user.set_password(PASSWORD)
    user.save()
    if team is not None:
        people.grant_role(user, make_team(team) if isinstance(team, str) else team, role, by=None)
    if seat:
        give_seat(user, seat, by=None)
    if group:
        appoint(user, group, by=None)
    user.refresh_from_db()
    return user


def make_entry(kind: str = "use_case", *, by: User | None = None, **facts: Any) -> Entry:
    """An entry of marketing (or ``owner_team``, a team or its key) that says what ``facts`` say."""
    number, team = next(_numbers), facts.pop("owner_team", "marketing")
    team = make_team(team) if isinstance(team, str) else team
    key = f"{kind.replace('_', '-')}-{number}"
    said = {"muster": 1, "kind": kind, "key": key, "title": f"Thing {number}", "owner_team": team.key}
    return entries.save_manifest(said | facts, by=by)


def change_entry(entry: Entry, *, by: User | None = None, **facts: Any) -> Entry:
    """Save ``entry`` again with other facts; None takes one away."""
    return entries.save_manifest(Entry.objects.get(pk=entry.pk).document | facts, by=by)


def make_submission(entry: Entry | None = None, *, by: User | None = None, in_review: bool = True) -> Any:
    """A submission by a member of the entry's team, checked and before the council unless told otherwise."""
    from governance.services.submissions import start_review, submit_entry

    entry = entry or make_entry(description="Calls customers who are about to leave.")
    by = by or make_person(f"Submitter {next(_numbers)}", team=entry.owner_team)
    submission = submit_entry(entry, by=by)
    return start_review(submission.pk) if in_review else submission


def check_organisation() -> Any:
    """What comes out for the organisation when everything is checked; None where nothing is said of it."""
    from governance.models import OrganisationCheck
    from governance.services.portfolio import check_portfolio

    check_portfolio()
    return OrganisationCheck.objects.first()


def make_waiver(entry: Entry, *, by: User | None = None, days: int = 30, approver: User | None = None) -> Any:
    """A waiver of the council pack's one rule, asked for by a member of the team; granted by ``approver``."""
    from governance.services.portfolio import check_portfolio
    from governance.services.waivers import approve_waiver, request_waiver

    check_portfolio()
    by = by or make_person(f"Asker {next(_numbers)}", team=entry.owner_team)
    words = {"reason": "It is described in spring.", "compensating_control": "A person reads each answer."}
    until = clock.today() + timedelta(days=days)
    waiver = request_waiver(entry, "TST-001", by=by, proof="Minutes of May.", expires_on=until, **words)
    return approve_waiver(waiver, by=approver, reason="For now.") if approver else waiver


def make_draft(
    expression: Any = None, *, days: int = 6, text: str = "The officer reads it.", **said: Any
) -> Any:
    """A condition that a vote can ask for, due in some days: that the privacy officer reviewed it."""
    from governance.services.condition_drafts import Draft

    asked = expression or {"privacy_officer_reviewed": True}
    return Draft(text, asked, clock.today() + timedelta(days=days), **said)


@pytest.fixture
def later() -> Iterator[Callable[[int], None]]:
    """Let days pass."""
    with ExitStack() as days_passed:

        def wait(days: int) -> None:
            days_passed.enter_context(clock.at(clock.now() + timedelta(days=days)))

        yield wait


@pytest.fixture(autouse=True)
def one_seat_decides(settings: Any) -> None:
    """In place of the shipped charter, one by which one seat decides on each kind: privacy or IT."""
    settings.MUSTER_CHARTER = str(ONE_SEAT)


@pytest.fixture
def shipped_charter(settings: Any) -> None:
    """The charter that Muster ships, by which tiers of higher risk take several seats."""
    settings.MUSTER_CHARTER = ""


@pytest.fixture
def one_rule(settings: Any) -> None:
    """In place of the shipped packs, one rule that every kind meets with a description, and only then."""
    settings.MUSTER_PACKS = [str(COUNCIL_PACK)]


@pytest.fixture
def rules_of_the_council(settings: Any, tmp_path: Path) -> None:
    """The one rule, and of those that ship the two that say how an approval stands."""
    from policies.yamlio import load_yaml

    pack, house = (load_yaml(one.read_text()).value for one in (GOVERNANCE_PACK, COUNCIL_PACK))
    asked = [rule for rule in pack["rules"] if rule["id"] in {"GOV-002", "GOV-005"}]
    (tmp_path / "council.yaml").write_text(json.dumps(pack | {"rules": asked + house["rules"]}))
    settings.MUSTER_PACKS = [str(tmp_path / "council.yaml")]


@pytest.fixture
def two_have_to_approve(settings: Any, tmp_path: Path) -> None:
    """In place of the shipped packs, TST-001: a use case has ``rag_enabled``. Two people can waive it."""
    from tests.policies.writing import pack_text, rule_of

    rule = rule_of(waiver={"allowed": True, "approvals": 2})
    (tmp_path / "two.yaml").write_text(pack_text(rule))
    settings.MUSTER_PACKS = [str(tmp_path / "two.yaml")]


@pytest.fixture
def marketing(db: None) -> Team:
    return make_team("marketing", name="Marketing", function="marketing")


@pytest.fixture
def service_team(db: None) -> Team:
    return make_team("service", name="Customer service", function="customer_experience")


@pytest.fixture
def campaign_manager(marketing: Team) -> User:
    """A member of marketing: registers, edits and submits what marketing owns."""
    return make_person("Cara Campaign", team=marketing, function="marketing")


@pytest.fixture
def colleague(marketing: Team) -> User:
    """Another member of marketing."""
    return make_person("Colin Colleague", team=marketing)


@pytest.fixture
def team_owner(marketing: Team) -> User:
    """Owns marketing: gives roles in it."""
    return make_person("Olga Owner", team=marketing, role=Role.OWNER)


@pytest.fixture
def viewer(marketing: Team) -> User:
    """Sees what marketing registers and changes none of it."""
    return make_person("Vera Viewer", team=marketing, role=Role.VIEWER)


@pytest.fixture
def service_agent(service_team: Team) -> User:
    """A member of another team, who sees nothing of marketing's."""
    return make_person("Aydin Agent", team=service_team)


@pytest.fixture
def privacy_officer(db: None) -> User:
    """Holds the council's privacy seat, which decides on use cases and on data."""
    return make_person("Pia Privacy", seat="privacy")


@pytest.fixture
def it_lead(db: None) -> User:
    """Holds the council's IT seat, which decides on models and on tools."""
    return make_person("Ivo Infrastructure", seat="it")


@pytest.fixture
def auditor(db: None) -> User:
    return make_person("Ada Auditor", group=AUDITORS)


@pytest.fixture
def leader(db: None) -> User:
    return make_person("Lea Leader", group=LEADERS)


@pytest.fixture
def operator(db: None) -> User:
    """Runs the installation: invites people and gives seats, and decides nothing."""
    return make_person("Otto Operator", group=OPERATORS)


@pytest.fixture
def administrator(db: None) -> User:
    """A superuser without a seat."""
    return User.objects.create_superuser("root@example.org", PASSWORD, name="Rita Root")


@pytest.fixture
def stranger(db: None) -> User:
    """Somebody with an account and nothing else."""
    return make_person("Sam Stranger")
