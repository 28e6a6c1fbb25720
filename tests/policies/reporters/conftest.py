"""A real run over the example manifests, for every reporter."""

from datetime import date
from pathlib import Path

import pytest

from policies import load_packs
from policies.cli.check import check_all
from policies.cli.files import read_manifests
from policies.reporters.run import Run

EXAMPLES = Path(__file__).resolve().parents[3] / "docs" / "examples"


@pytest.fixture(scope="session")
def run(tmp_path_factory) -> Run:
    """The gap of the examples, a tool that says next to nothing, and a file that can't be read."""
    folder = tmp_path_factory.mktemp("manifests with blanks")
    (folder / "quiet.yaml").write_text("muster: 1\nkind: tool\nkey: quiet\ntitle: Quiet\nowner_team: crm\n")
    (folder / "broken.yaml").write_text("muster: 1\nkind: [\n")
    found = read_manifests([str(EXAMPLES / "consent-gap"), str(folder)])
    return check_all(found, load_packs(), as_of=date(2026, 6, 1), gate="ci")
