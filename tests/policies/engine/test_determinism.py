"""The same question gives the same bytes, whatever order Python keeps its sets in."""

import os
import subprocess
import sys

SCRIPT = """
import json
from datetime import date
from policies import check, compute_facts, load_packs
packs = load_packs()
scope = {"permitted_data_uses": ["marketing"]}
source = {"contains_personal_data": True, "consent_scopes": [scope]}
uses = ["marketing", "analytics", "train_ai_system"]
links = [{"lawful_basis": "A6-1-a", "data_uses": uses, "usage": "training", "data_source": source}]
named = {"kind": "use_case", "title": "Mail"}
record = named | {"key": "x", "processes_personal_data": True, "data_links": links,
                  "functions": ["marketing", "it", "hr"], "tools": [{"key": "a", "status": "shadow"}],
                  "org": {"jurisdictions": ["EU", "UK"]}}
others = [named | {"key": f"u{n}", "functions": ["sales", "data"]} for n in range(9)]
facts = compute_facts(record, [record, *others], packs, today=date(2026, 11, 22))
report = check(record, packs, as_of=date(2026, 11, 22), facts=facts)
print(json.dumps([facts, report.to_json(), report.digest, list(report.outcomes.items())]))
"""


def test_neither_hash_seed_nor_process_changes_a_byte():
    answers = set()
    for seed in ("0", "1", "2", "49"):
        environment = os.environ | {"PYTHONHASHSEED": seed}
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT], env=environment, capture_output=True, text=True, check=True
        )
        answers.add(done.stdout)
    assert len(answers) == 1
    assert '"verdict"' in answers.pop()
