"""Every page, light and dark, at a desk and on a phone: accessible, and alone with its server."""

from pprint import pformat

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from governance.groups import LEADERS
from governance.models import Assessment, Submission
from governance.services.activations import Draft, propose_rules
from governance.services.assessments import start_assessment
from governance.services.impact import complete_impacts
from governance.services.portfolio import check_portfolio
from governance.services.submissions import start_review, submit_entry
from registry.models import Entry, Role, Team
from registry.services.people import grant_role
from tests.personas import make_person
from tests.policies.writing import check_of, pack_text, rule_of

pytestmark = [pytest.mark.e2e, pytest.mark.usefixtures("consent_gap")]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOKS = pytest.mark.parametrize("scheme", ["light", "dark"])


def of(entry: Entry, name: str = "entry") -> str:
    return reverse(name, args=[entry.kind, entry.key])


@pytest.fixture
def member(db):
    """A member of both teams, with an entry before the council."""
    person = make_person("Rea Retention", team="retention", group=LEADERS)
    grant_role(person, Team.objects.get(key="crm"), Role.MEMBER, by=None)
    check_portfolio()
    submission = submit_entry(Entry.objects.get(key="spring-offers"), by=person)
    start_review(submission.pk)
    start_assessment(Entry.objects.get(key="spring-offers"), "dpia", by=person)
    return person


def pages_of_members() -> list[str]:
    spring, mailer = Entry.objects.get(key="spring-offers"), Entry.objects.get(key="mailer")
    names = (
        "home",
        "entries",
        "register",
        "submissions",
        "assessments",
        "waivers",
        "portfolio",
        "law",
        "ai_act_cases",
        "rules",
        "policies",
        "council",
        "report",
        "notices",
        "notice_settings",
        "tokens",
        "password_change",
    )
    return [
        *(reverse(name) for name in names),
        f"{reverse('entries')}?q=zebra",
        *(of(entry) for entry in Entry.objects.all()),
        of(spring, "edit_entry"),
        of(spring, "next_stage"),
        reverse("explain_rule", args=[spring.kind, spring.key, "PRV-004"]),
        reverse("rule", args=["PRV-004"]),
        *(reverse(name, args=[Assessment.objects.get().pk]) for name in ("assessment", "write_assessment")),
        of(mailer, "submit_entry"),
        reverse("register_kind", args=["consent_scope"]),
        *(reverse(name, args=[Submission.objects.get().pk]) for name in ("submission", "withdraw")),
    ]


def pages_of_strangers() -> list[str]:
    invited = make_person("Ina Invited")
    invited.set_unusable_password()
    invited.save()
    uid = urlsafe_base64_encode(force_bytes(invited.pk))
    token = default_token_generator.make_token(invited)
    return [
        reverse("sign_in"),
        reverse("password_reset"),
        reverse("password_reset_done"),
        reverse("password_reset_confirm", args=[uid, token]),
        reverse("password_reset_confirm", args=["x", "y"]),
    ]


def look_at(visitor, paths, problems: dict[str, object]) -> None:
    for path in paths:
        page = visitor.open(path)
        found = Axe().run(page, options={"runOnly": TAGS}).response["violations"]
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        wrong = [(one["id"], [node["target"] for node in one["nodes"]][:4]) for one in found]
        wrong += [("wider than the screen by", wide)] if wide > 0 else []
        wrong += [("policy", visitor.refused())] if visitor.refused() else []
        if wrong or visitor.complaints:
            problems[path] = [*wrong, *visitor.complaints]
            visitor.complaints.clear()


@LOOKS
@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_for_members_has_anything_wrong_with_it(visit, member, scheme, width):
    problems: dict[str, object] = {}
    with visit(member, color_scheme=scheme, viewport={"width": width, "height": 800}) as visitor:
        look_at(visitor, pages_of_members(), problems)
    assert not problems, pformat(problems, width=140)


@LOOKS
@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_for_strangers_has_anything_wrong_with_it(visit, scheme, width):
    problems: dict[str, object] = {}
    with visit(None, color_scheme=scheme, viewport={"width": width, "height": 800}) as visitor:
        look_at(visitor, pages_of_strangers(), problems)
    assert not problems, pformat(problems, width=140)


@LOOKS
@pytest.mark.parametrize("width", [320, 1280])
def test_the_page_of_a_change_of_the_rules_has_nothing_wrong_with_it(
    visit, member, privacy_officer, scheme, width
):
    problems: dict[str, object] = {}
    named = check_of({"description": {"min_length": 20}})
    text = pack_text(rule_of(), rule_of(id="TST-002", applies_to=["tool", "data_source"], require=[named]))
    change = propose_rules(Draft(text=text), by=privacy_officer, reason="A trial.")
    address = reverse("rules_change", args=[change.pk])
    with visit(privacy_officer, color_scheme=scheme, viewport={"width": width, "height": 800}) as visitor:
        look_at(visitor, [address], problems)
        complete_impacts()
        look_at(visitor, [address, f"{address}?team=crm&turn=opens"], problems)
        assert "Newly open" in visitor.page.content()
    assert not problems, pformat(problems, width=140)


@LOOKS
def test_neither_has_a_form_that_came_back_nor_the_page_of_a_decision(visit, member, privacy_officer, scheme):
    problems: dict[str, object] = {}
    with visit(member, color_scheme=scheme) as visitor:
        page = visitor.open(of(Entry.objects.get(key="spring-offers"), "edit_entry"))
        page.get_by_role("textbox", name="Title required").fill("")
        page.get_by_role("button", name="Save").click()
        found = Axe().run(page, options={"runOnly": TAGS}).response["violations"]
        problems |= {one["id"]: [node["html"] for node in one["nodes"]] for one in found}
    with visit(privacy_officer, color_scheme=scheme) as visitor:
        look_at(visitor, [reverse("submission", args=[Submission.objects.get().pk])], problems)
    assert not problems, pformat(problems, width=140)


@pytest.mark.parametrize("path", ["/no/such/page/", "/sign-in/link/?sesame=used"])
def test_pages_of_refusal_are_accessible_too(visit, member, path):
    with visit(member) as visitor:
        page = visitor.open(path)
        assert not Axe().run(page, options={"runOnly": TAGS}).response["violations"]
