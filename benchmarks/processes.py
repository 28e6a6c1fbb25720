"""Parts of a benchmark that run in processes of their own, on one register of their own."""

import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from threading import Thread
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


def in_own_process(module: str, part: str, entries: int, folder: str) -> dict[str, Any]:
    """What ``python -m benchmarks.MODULE --one PART`` prints, with its database in ``folder``.

    Where DATABASE_URL names a server, the database is one of that server, named after the benchmark.
    """
    command = [sys.executable, "-m", f"benchmarks.{module}", "--entries", str(entries), "--one", part]
    # Not DEBUG: with it Django keeps the text of each query.
    env = {name: value for name, value in os.environ.items() if name != "DEBUG"}
    env |= {"MUSTER_DATA_DIR": folder, "CELERY_BROKER_URL": ""}
    if "DATABASE_URL" in env:
        env["DATABASE_URL"] = f"{env['DATABASE_URL'].rpartition('/')[0]}/muster_{module}"
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True, env=env)  # noqa: S603
    print(f"{part}: {done.stdout.strip()}", file=sys.stderr)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def set_up_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "governance.config.settings")
    import django

    django.setup()


def make_database() -> None:
    """An empty one, with all its tables."""
    from django.core.management import call_command
    from django.db import connection

    if connection.vendor == "postgresql":
        own = connection.settings_dict["NAME"]
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {own}")
            cursor.execute(f"CREATE DATABASE {own}")
    call_command("migrate", verbosity=0)


def peak_mb() -> float:
    """The most memory that this process held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


class OwnMemory(Thread):
    """Watches the most memory that this process has for itself, above what it has now.

    Pages of the database file that SQLite maps are not its own: the system takes them back as it likes.
    """

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._base = self._most = _own_mb()

    def run(self) -> None:
        while True:
            self._most = max(self._most, _own_mb())
            time.sleep(0.1)

    @property
    def mb(self) -> float:
        return max(self._most, _own_mb()) - self._base


def _own_mb() -> float:
    """Where the system does not tell it apart, the peak of all that the process holds."""
    status = Path("/proc/self/status")
    said = status.read_text().splitlines() if status.exists() else []
    own = [int(line.split()[1]) / 1024 for line in said if line.startswith("RssAnon:")]
    return own[0] if own else peak_mb()
