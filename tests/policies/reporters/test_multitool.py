"""SARIF as another house reads it: Microsoft's multitool, which knows rules that no schema can say."""

import json
import os
import subprocess

import pytest

from policies.reporters.sarif import to_sarif

PACKAGE = "@microsoft/sarif-multitool-linux"


@pytest.mark.services
def test_the_multitool_finds_no_error_in_our_log(run, tmp_path):
    install = ["npm", "install", "--silent", "--no-audit", "--prefix", str(tmp_path), f"{PACKAGE}@5.7.0"]
    subprocess.run(install, check=True, timeout=300)
    (tmp_path / "muster.sarif").write_text(to_sarif(run))
    validate = [
        str(tmp_path / "node_modules" / PACKAGE / "Sarif.Multitool"),
        "validate",
        str(tmp_path / "muster.sarif"),
        "--output",
        str(tmp_path / "judged.sarif"),
    ]
    invariant = os.environ | {"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
    # It exits with 0 whatever it finds, so its own report is what counts.
    subprocess.run(validate, check=True, timeout=120, env=invariant, capture_output=True)
    judged = json.loads((tmp_path / "judged.sarif").read_text(encoding="utf-8-sig"))
    results = judged["runs"][0]["results"]
    assert results, "the multitool always has something to remark"
    assert not [result for result in results if result.get("level") == "error"]
