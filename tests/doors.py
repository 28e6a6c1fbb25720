"""The doors at which one question can be asked: API, worker, the form's panel and the command line."""

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from governance.forms.manifest import ManifestForm
from governance.models import CheckRun, Trigger
from governance.services.checks import complete_checks, queue_checks
from policies import Report
from policies.canonical import digest
from registry import clock
from registry.models import Entry, Scope, User
from registry.services.tokens import issue_token
from tests.typed import sent_back

Answers = dict[tuple[str, str], str]


def answers_everywhere(reader: User, folder: Path, *, hash_seed: str = "0") -> Answers:
    """The digest of the report of everything registered, after every door was seen to give the same."""
    manifests = [entry.document for entry in Entry.objects.order_by("kind", "key")]
    (folder / "manifests.yaml").write_text(json.dumps({"manifests": manifests}))
    call_command("export_registry", "--output", str(folder / "registry.json"), stdout=StringIO())
    worker = from_worker()
    assert from_api(manifests, reader) == worker
    assert from_panel(manifests, reader) == worker
    assert from_command_line(folder, hash_seed=hash_seed) == worker
    return worker


def reported(document: Any) -> Answers:
    """The digest of each report in the JSON that API and command line write, without what names the file."""
    answers = {}
    for report in document["entries"]:
        del report["source"]
        for finding in report["findings"]:
            for place in finding["pointers"]:
                del place["line"], place["column"]
        answers[report["kind"], report["key"]] = digest(report)
    return answers


def from_api(manifests: list[dict[str, Any]], reader: User) -> Answers:
    secret = issue_token(reader, "test", [Scope.CHECK], by=reader)[1]
    answer = Client().post(
        "/api/v1/policy-checks/",
        json.dumps({"manifests": manifests}),
        content_type="application/json",
        headers={"Authorization": f"Bearer {secret}"},
    )
    assert answer.status_code == 200, answer.content[:500]
    return reported(answer.json())


def from_worker() -> Answers:
    runs = queue_checks(Entry.objects.all(), trigger=Trigger.CHANGE)
    complete_checks([run.pk for run in runs])
    done = CheckRun.objects.filter(is_current=True).select_related("entry")
    return {(run.entry.kind, run.entry.key): run.report_digest for run in done}


def from_panel(manifests: list[dict[str, Any]], reader: User) -> Answers:
    return {
        (manifest["kind"], manifest["key"]): panel_report(manifest, reader).digest for manifest in manifests
    }


def panel_report(manifest: dict[str, Any], reader: User) -> Report:
    """What the form says of a manifest while it is filled in."""
    client = Client()
    client.force_login(reader)
    typed = sent_back(ManifestForm(manifest["kind"], reader, said=manifest))
    typed["key"] = manifest["key"]
    answer = client.post(
        reverse("check_unsaved", args=[manifest["kind"]]),
        typed.urlencode(),
        content_type="application/x-www-form-urlencoded",
    )
    report: Report = answer.context["report"]
    return report


def from_command_line(folder: Path, *, hash_seed: str) -> Answers:
    """A process of its own, with the register as the server exports it and nothing else."""
    command = [sys.executable, "-m", "policies.cli", "check", str(folder / "manifests.yaml")]
    options = [
        "--registry",
        str(folder / "registry.json"),
        "--as-of",
        clock.today().isoformat(),
        "--format",
        "json",
    ]
    env = os.environ | {"PYTHONHASHSEED": hash_seed}
    done = subprocess.run([*command, *options], env=env, capture_output=True, timeout=120)
    assert done.returncode in (0, 1), done.stderr.decode()
    return reported(json.loads(done.stdout))
