"""Scoring in another process: the same is found, and when that process ends, the comparison says so."""

import os
import signal
from random import Random

import pytest

from registry.models import OverlapPair, OverlapPass, OverlapSignature
from registry.overlaps import comparison, scoring
from registry.overlaps.scoring import ScoringFailed
from registry.services import comparing
from registry.services.comparing import compare_everything, compare_waiting, waiting
from tests.personas import make_team
from tests.registry.overlaps import registers

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def register(monkeypatch):
    """Sixty entries, compared five at a time by two processes, however few cores there are."""
    make_team("marketing")
    random = Random(7)  # noqa: S311 - nothing secret
    registers.save([registers.manifest(number, random) for number in range(60)])
    monkeypatch.setattr(scoring, "MANY", 0)
    monkeypatch.setattr(scoring.os, "cpu_count", lambda: 2)
    monkeypatch.setattr(comparing, "_AT_ONCE", 5)


def found() -> list[dict]:
    told = (OverlapPair.objects.order_by("left", "right"), OverlapSignature.objects.order_by("pk"))
    return [{name: row[name] for name in row if name != "id"} for rows in told for row in rows.values()]


def test_two_processes_find_what_one_finds(monkeypatch):
    compare_everything()
    by_two = found()
    assert OverlapPair.objects.exists() and not waiting().exists()
    OverlapPair.objects.all().delete()
    OverlapSignature.objects.update(compared_by="")
    monkeypatch.setattr(scoring, "MANY", 1_000)
    monkeypatch.setattr(scoring, "Popen", None)
    compare_everything()
    assert found() == by_two


def test_who_was_forgotten_for_others_is_read_again(monkeypatch):
    compare_everything()
    remembered = found()
    OverlapPair.objects.all().delete()
    OverlapSignature.objects.update(compared_by="")
    monkeypatch.setattr(comparison, "_MOST_KEPT", 10)
    compare_everything()
    assert found() == remembered


def test_when_the_other_process_dies_the_comparison_fails_and_the_next_goes_on(monkeypatch):
    started = []

    class Watched(scoring.Popen):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            started.append(self)

    monkeypatch.setattr(scoring, "Popen", Watched)
    counted = []

    def kill(done: int, _: int) -> None:
        counted.append(done)
        os.kill(started[0].pid, signal.SIGKILL)

    with pytest.raises(ScoringFailed, match="ended with status -9 .* the rest still waits"):
        compare_waiting(progress=kill)
    assert not OverlapPass.objects.get().is_running
    assert 0 < counted[-1] == 60 - waiting().count() < 60
    monkeypatch.undo()
    assert compare_waiting() and not waiting().exists()
    assert all(one.returncode is not None for one in started)


def test_the_other_process_ends_with_the_comparison():
    with scoring.scoring(60) as elsewhere:
        process = elsewhere._process
        assert process.poll() is None
    assert process.returncode is not None
