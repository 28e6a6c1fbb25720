"""What tests of services have besides people."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.personas import make_person
from tests.receiver import Receiver, receiving


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    """Where the council's channel is."""
    with receiving() as one:
        settings.MUSTER_SLACK_WEBHOOK = one.url
        yield one


@pytest.fixture
def security_officer(db):
    return make_person("Sven Security", seat="security")


@pytest.fixture
def counsel(db):
    return make_person("Lara Legal", seat="legal")
