"""One use case checked by the packs that ship over HTTP, by eight clients at once: milliseconds.

    python -m benchmarks.over_http                     # about a minute

The site is served as `manage.py serve` does, with SQLite, on this machine, so that clients and server share
its processors. Beside it stands a request that only signs in and reads one row: what HTTP, Django and SQLite
take by themselves.
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

from policies.yamlio import load_yaml

ROOT = Path(__file__).resolve().parent.parent
MANIFEST = ROOT / "docs" / "examples" / "consent-gap" / "spring-offers.yaml"
PORT, CLIENTS, BAR_MS = 8731, 8, 50
CHECK, FLOOR = ("POST", "/api/v1/policy-checks/"), ("GET", "/api/v1/entries/use_case/spring-offers/")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--requests", type=int, default=30, help="of each client")
    parser.add_argument("--prepare", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.prepare:
        print(_prepared())
        return 0
    with tempfile.TemporaryDirectory() as folder, _served(folder) as secret:
        jobs = [(name, pause) for pause in (1.0, 0.0) for name in (CHECK, FLOOR)]
        found = {job: _asked(*job, secret, options.requests) for job in jobs}
    print(_table(found, options.requests))
    return 0


@contextmanager
def _served(folder: str) -> Iterator[str]:
    """Gives the secret of a token that may check and read."""
    env = {name: value for name, value in os.environ.items() if name not in ("DEBUG", "DATABASE_URL")}
    env |= {"MUSTER_DATA_DIR": folder, "CELERY_BROKER_URL": ""}
    command = [sys.executable, "-m", "benchmarks.over_http", "--prepare"]
    made = subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603
    serve = [sys.executable, "manage.py", "serve", f"127.0.0.1:{PORT}"]
    server = subprocess.Popen(serve, cwd=ROOT, env=env, stdout=subprocess.DEVNULL)  # noqa: S603
    try:
        _wait()
        yield made.stdout.strip().splitlines()[-1]
    finally:
        server.terminate()
        server.wait()


def _wait() -> None:
    for _ in range(300):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)
            connection.request("GET", "/")
            connection.getresponse()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the site does not answer")


def _prepared() -> str:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "governance.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    from registry.models import Scope
    from registry.services.entries import save_manifests
    from registry.services.tokens import issue_token
    from tests.personas import make_person, make_team

    call_command("migrate", verbosity=0)
    said = load_yaml(MANIFEST.read_bytes(), source=str(MANIFEST)).value
    person = make_person("Somebody", team=make_team(said["owner_team"]))
    save_manifests(
        [{name: said[name] for name in ("muster", "kind", "key", "title", "owner_team")}], by=person
    )
    return str(issue_token(person, "benchmark", [Scope.CHECK, Scope.READ], by=person)[1])


def _asked(request: tuple[str, str], pause: float, secret: str, number: int) -> list[float]:
    """Milliseconds of each request, of all clients."""
    manifest = load_yaml(MANIFEST.read_bytes(), source=str(MANIFEST)).value
    said = json.dumps({"manifests": [manifest]}) if request is CHECK else None
    headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}
    with ThreadPoolExecutor(CLIENTS) as clients:
        jobs = [clients.submit(_client, request, said, headers, number, pause) for _ in range(CLIENTS)]
        return [took for job in jobs for took in job.result()]


def _client(
    request: tuple[str, str], said: str | None, headers: Mapping[str, str], number: int, pause: float
) -> list[float]:
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    found = []
    for turn in range(number + 5):
        # Never all at the same moment, as no eight people are.
        time.sleep(pause * (0.5 + random.random()))  # noqa: S311 - nothing secret
        start = time.perf_counter()
        connection.request(*request, body=said, headers=dict(headers))
        answer = connection.getresponse()
        text = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{request[1]} answers {answer.status}: {text[:300]!r}")
        if turn >= 5:
            found.append((time.perf_counter() - start) * 1000)
    return found


def _table(found: Mapping[tuple[tuple[str, str], float], list[float]], number: int) -> str:
    titles = {CHECK: "check of one use case", FLOOR: "one row read"}
    lines = [
        f"Milliseconds, {CLIENTS} clients with {number} requests each; the bar is {BAR_MS} ms for 95 of 100.",
        "",
        "| request | each client | half within | 95 of 100 within |",
        "| --- | --- | --- | --- |",
    ]
    for (name, pause), times in found.items():
        cuts = quantiles(times, n=100)
        pace = f"one in {pause:.0f} s" if pause else "without a pause"
        lines.append(f"| {titles[name]} | {pace} | {cuts[49]:.0f} | {cuts[94]:.0f} |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
