"""Someone at a browser, and what the council's one rule makes of things."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from registry.models import Entry, User

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture(autouse=True)
def _checks_run_at_once(one_rule: None) -> None:
    """Pages are tried with one rule, so that packs can change without them."""


@pytest.fixture
def browse(db: None) -> Callable[[User | None], Client]:
    """A browser in which that person is signed in; None is nobody."""

    def open_browser(person: User | None) -> Client:
        client = Client()
        if person is not None:
            client.force_login(person, backend=BACKEND)
        return client

    return open_browser


def url_of(entry: Entry, name: str = "entry") -> str:
    return reverse(name, args=[entry.kind, entry.key])
