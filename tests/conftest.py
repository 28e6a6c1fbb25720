"""What every test gets: no network but this machine, and only the tests this run can honour."""

import ipaddress
import os
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent
pytest_plugins = ("tests.personas", "tests.assessing")
# How fast a machine is decides no test: benchmarks measure speed.
settings.register_profile("muster", deadline=None)
settings.load_profile("muster")


class NetworkBlocked(RuntimeError):
    """A test tried to reach another machine."""


def _is_this_machine(address: Any) -> bool:
    """Say whether a socket address is a Unix socket or a loopback address."""
    if not isinstance(address, tuple):
        return True
    if address[0] == "localhost":
        return True
    try:
        return ipaddress.ip_address(address[0]).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True, scope="session")
def _no_network_beyond_this_machine() -> Iterator[None]:
    """Refuse connections to other machines, so that a passing suite proves it needs none."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def guarded(original: Any) -> Any:
        def call(self: socket.socket, address: Any) -> Any:
            if not _is_this_machine(address):
                raise NetworkBlocked(f"tests may not connect to {address}")
            return original(self, address)

        return call

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded(connect))
        patch.setattr(socket.socket, "connect_ex", guarded(connect_ex))
        yield


@pytest.fixture(autouse=True)
def _nothing_kept_of_the_register_of_another_test(monkeypatch: pytest.MonkeyPatch) -> None:
    """The revisions of a test are rolled back, and those of the next can have their numbers and moments."""
    from registry import manifests
    from registry.watching import Watched

    monkeypatch.setattr(manifests, "_WATCHED", Watched(manifests._queries, manifests._manifests))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Give the folder of public registers; a run that asked for it and lacks it fails, it doesn't skip."""
    folder = Path(os.environ.get("MUSTER_SHARED_DATA", ROOT.parent / "shared" / "data"))
    assert folder.is_dir(), f"{folder} is missing: set MUSTER_SHARED_DATA to the folder of public registers"
    return folder


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave the browser's tests unread where they aren't asked for: what they import isn't there either."""
    wanted = re.search(r"(?<!not )\be2e\b", config.option.markexpr)
    return True if collection_path == ROOT / "tests" / "e2e" and not wanted else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave tests marked ``postgres`` out of runs on SQLite, where they could show nothing."""
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return
    left_out = [item for item in items if item.get_closest_marker("postgres")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@pytest.fixture(autouse=True)
def _a_flushed_database_may_lose_its_ledger(request: pytest.FixtureRequest) -> Iterator[None]:
    """Take the triggers off before a transactional test's tables are emptied; flushing puts them back."""
    marker = request.node.get_closest_marker("django_db")
    transactional = {"transactional_db", "live_server"} & set(request.fixturenames)
    if not transactional and not (marker and marker.kwargs.get("transaction")):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    from governance.sealing import SEALS
    from registry.ledger.triggers import EVENTS

    for seal in (EVENTS, *SEALS):
        seal.remove()
