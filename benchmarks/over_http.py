"""One use case checked by the packs that ship over HTTP, by eight clients at once: milliseconds.

    python -m benchmarks.over_http                     # about a minute

The site is served as `manage.py serve` does, with SQLite, on this machine, so that clients and server share
its processors. Beside it stands a request that only signs in and reads one row: what HTTP, Django and SQLite
take by themselves. What the server's processes take of the processor for each request is told as well, as
that is the same on a machine that has something else to do. With ``--entries`` the register holds so many
others, of which some resemble what is checked.
"""

import argparse
import http.client
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles
from typing import NamedTuple

from policies.yamlio import load_yaml

ROOT = Path(__file__).resolve().parent.parent
MANIFEST = ROOT / "docs" / "examples" / "consent-gap" / "spring-offers.yaml"
PORT, CLIENTS, BAR_MS = 8731, 8, 50
_UNTIMED = 5
# Seconds in which the server reads by itself what checks of today need.
_WARMS_UP = 6
CHECK, FLOOR = ("POST", "/api/v1/policy-checks/"), ("GET", "/api/v1/entries/use_case/spring-offers/")


class Found(NamedTuple):
    """Milliseconds of each request, and those of the processor for one."""

    times: list[float]
    processor: float


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--requests", type=int, default=30, help="of each client")
    parser.add_argument(
        "--entries", type=int, default=0, help="in the register, beside the one that is checked"
    )
    parser.add_argument("--prepare", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.prepare:
        print(_prepared(options.entries))
        return 0
    with tempfile.TemporaryDirectory() as folder, _served(folder, options.entries) as (secret, server):
        jobs = [(name, pause) for pause in (1.0, 0.0) for name in (CHECK, FLOOR)]
        found = {job: _asked(*job, secret, options.requests, server) for job in jobs}
    print(_table(found, options.requests, options.entries))
    return 0


@contextmanager
def _served(folder: str, entries: int) -> Iterator[tuple[str, int]]:
    """Gives the secret of a token that may check and read, and the number of the server's process."""
    env = {name: value for name, value in os.environ.items() if name not in ("DEBUG", "DATABASE_URL")}
    env |= {"MUSTER_DATA_DIR": folder, "CELERY_BROKER_URL": ""}
    command = [sys.executable, "-m", "benchmarks.over_http", "--prepare", "--entries", str(entries)]
    made = subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603
    serve = [sys.executable, "manage.py", "serve", f"127.0.0.1:{PORT}"]
    server = subprocess.Popen(serve, cwd=ROOT, env=env, stdout=subprocess.DEVNULL)  # noqa: S603
    try:
        _wait()
        yield made.stdout.strip().splitlines()[-1], server.pid
    finally:
        server.terminate()
        server.wait()


def _wait() -> None:
    for _ in range(300):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)
            connection.request("GET", "/")
            connection.getresponse()
            time.sleep(_WARMS_UP)
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the site does not answer")


def _prepared(entries: int) -> str:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "governance.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    from registry.models import Scope
    from registry.services.entries import save_manifests
    from registry.services.tokens import issue_token
    from tests.personas import make_person, make_team

    call_command("migrate", verbosity=0)
    if entries:
        from benchmarks.portfolio.register import fill

        fill(entries)
    said = load_yaml(MANIFEST.read_bytes(), source=str(MANIFEST)).value
    person = make_person("Somebody", team=make_team(said["owner_team"]))
    save_manifests(
        [{name: said[name] for name in ("muster", "kind", "key", "title", "owner_team")}], by=person
    )
    return str(issue_token(person, "benchmark", [Scope.CHECK, Scope.READ], by=person)[1])


def _asked(request: tuple[str, str], pause: float, secret: str, number: int, server: int) -> Found:
    """All requests of all clients."""
    manifest = load_yaml(MANIFEST.read_bytes(), source=str(MANIFEST)).value
    said = json.dumps({"manifests": [manifest]}) if request is CHECK else None
    headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}
    before = _seconds(server)
    with ThreadPoolExecutor(CLIENTS) as clients:
        jobs = [clients.submit(_client, request, said, headers, number, pause) for _ in range(CLIENTS)]
        times = [took for job in jobs for took in job.result()]
    asked = CLIENTS * (number + _UNTIMED)
    return Found(times, (_seconds(server) - before) * 1000 / asked)


def _seconds(server: int) -> float:
    """What a process and its workers have taken of the processor; 0 where the system doesn't tell."""
    task = Path(f"/proc/{server}/task/{server}/children")
    if not task.exists():
        return 0.0
    processes = [str(server), *task.read_text().split()]
    stats = (Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split() for one in processes)
    return sum(int(one[11]) + int(one[12]) for one in stats) / os.sysconf("SC_CLK_TCK")


def _client(
    request: tuple[str, str], said: str | None, headers: Mapping[str, str], number: int, pause: float
) -> list[float]:
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    found = []
    for turn in range(number + _UNTIMED):
        # Never all at the same moment, as no eight people are.
        time.sleep(pause * (0.5 + random.random()))  # noqa: S311 - nothing secret
        start = time.perf_counter()
        connection.request(*request, body=said, headers=dict(headers))
        answer = connection.getresponse()
        text = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{request[1]} answers {answer.status}: {text[:300]!r}")
        if turn >= _UNTIMED:
            found.append((time.perf_counter() - start) * 1000)
    return found


def _table(found: Mapping[tuple[tuple[str, str], float], Found], number: int, entries: int) -> str:
    titles = {CHECK: "check of one use case", FLOOR: "one row read"}
    lines = [
        f"Milliseconds, {CLIENTS} clients with {number} requests each, {entries:,} other entries; the bar is "
        f"{BAR_MS} ms for 95 of 100, of clients that each ask once in a second.",
        "Without a pause they ask for all that the processors can do, which they share with the server.",
        "",
        "| request | each client | half within | 95 of 100 within | processor for one |",
        "| --- | --- | --- | --- | --- |",
    ]
    for (name, pause), one in found.items():
        cuts = quantiles(one.times, n=100)
        pace = f"one in {pause:.0f} s" if pause else "without a pause"
        took = f"{one.processor:.0f}" if one.processor else "–"
        lines.append(f"| {titles[name]} | {pace} | {cuts[49]:.0f} | {cuts[94]:.0f} | {took} |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
