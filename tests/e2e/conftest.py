"""A real browser on a live server, with an eye on everything a page must not do."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from sesame.utils import get_query_string

from policies.record.manifest import load_manifests
from registry import clock
from registry.models import User
from registry.services.entries import save_manifests
from registry.services.organisation import define_purpose, set_organisation
from tests.personas import make_person, make_team

# Playwright's synchronous interface runs an event loop in this thread, which Django would mistake for ours.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = os.environ.get("MUSTER_CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WATCH_THE_POLICY = """
window.refused = [];
document.addEventListener("securitypolicyviolation", event =>
  window.refused.push(event.violatedDirective + " " + event.blockedURI + " " + event.sample));
"""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return browser_type_launch_args | {"executable_path": CHROMIUM, "args": FLAGS}


@dataclass
class Visit:
    """One person at one browser. ``complaints`` gathers what no page may do."""

    base: str
    context: BrowserContext
    page: Page
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("request", self._note_request)
        self.page.on("console", self._note_console)
        self.page.on("pageerror", lambda error: self.complaints.append(f"script error: {error}"))

    def open(self, path: str) -> Page:
        self.page.goto(f"{self.base}{path}")
        return self.page

    def refused(self) -> list[str]:
        """What the content security policy of the page that is open had to refuse."""
        return self.page.evaluate("window.refused")

    def _note_request(self, request: Any) -> None:
        if not request.url.startswith((self.base, "data:")):
            self.complaints.append(f"asked another site: {request.url}")

    def _note_console(self, message: Any) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"console: {message.text}")


@pytest.fixture
def visit(browser: Browser, live_server: Any) -> Callable[..., Any]:
    """Open a browser for a person, signed in through a link; None is nobody."""

    @contextmanager
    def open_browser(person: User | None = None, **options: Any) -> Iterator[Visit]:
        context = browser.new_context(**({"viewport": {"width": 1280, "height": 800}} | options))
        context.add_init_script(WATCH_THE_POLICY)
        page = context.new_page()
        page.set_default_timeout(20_000)
        visitor = Visit(live_server.url, context, page)
        if person is not None:
            visitor.open(f"/sign-in/link/{get_query_string(person)}")
        yield visitor
        context.close()

    return open_browser


@pytest.fixture
def days_pass(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Let days pass for the server as well, which answers in threads of its own."""

    def wait(days: int) -> None:
        then = clock.now() + timedelta(days=days)
        monkeypatch.setattr(clock, "_moment", ContextVar("then", default=then))

    return wait


@pytest.fixture
def consent_gap() -> None:
    """The organisation of the documentation: a mailer, a list, a consent, and a use case that exceeds it."""
    set_organisation(by=None, legal_name="Larkfield", jurisdictions=["EU"])
    define_purpose(
        "email_marketing", "Send marketing by e-mail", by=None, data_use="marketing.communications.email"
    )
    define_purpose("model_training", "Train models", by=None, data_use="train_ai_system")
    files = sorted((ROOT / "docs/examples/consent-gap").glob("*.yaml"))
    written = [one.document for path in files for one in load_manifests(path.read_bytes(), source=path.name)]
    for document in written:
        make_team(document["owner_team"])
    for name, email in (("Dana Reyes", "dana.reyes@example.com"), ("Ada Lane", "ada@example.com")):
        make_person(name, email=email)
    save_manifests(written, by=None)
