"""The wheel alone, in an empty environment, checks manifests: nothing of the server is needed."""

import subprocess
import sys
import zipfile
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "docs" / "examples"
AS_OF = ("--as-of", "2026-12-01")
DATA_FILES = {
    str(path.relative_to(ROOT))
    for suffix in ("bin", "json", "yaml")
    for path in (ROOT / "policies").rglob(f"*.{suffix}")
}
# Without site-packages (-S) and without the environment (-I) Python finds what we name and nothing else.
PROGRAM = (
    "import sys; sys.path.insert(0, sys.argv.pop(1)); from policies.cli.main import main; sys.exit(main())"
)


@pytest.fixture(scope="session")
def wheel(tmp_path_factory) -> zipfile.ZipFile:
    """Build the wheel from a copy of the source, without touching the network."""
    source, built = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("built")
    files = ("pyproject.toml", "README.md", "LICENSE", "policies", "registry", "governance")
    subprocess.run(["/bin/cp", "-r", *files, str(source)], cwd=ROOT, check=True)
    command = [
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        str(built),
        str(source),
    ]
    made = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert made.returncode == 0, made.stdout + made.stderr
    return zipfile.ZipFile(next(built.glob("*.whl")))


@pytest.fixture(scope="session")
def environment(wheel, tmp_path_factory) -> Path:
    """Give a folder with the wheel and what it declares to need, as installing it would leave it."""
    folder = tmp_path_factory.mktemp("environment")
    wheel.extractall(folder)
    metadata = next(folder.glob("muster-*.dist-info/METADATA")).read_text()
    needs = [line.partition(":")[2] for line in metadata.splitlines() if line.startswith("Requires-Dist:")]
    for name in sorted(set(with_their_own_needs(needs))):
        for file in distribution(name).files or ():
            if ".." not in file.parts and "__pycache__" not in file.parts:
                place = folder / file
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(Path(str(file.locate())).read_bytes())
    return folder


def with_their_own_needs(needs: list[str]) -> Iterator[str]:
    """Yield the names of the distributions asked for, and of all that they ask for here."""
    for need in map(Requirement, needs):
        if need.marker is None or need.marker.evaluate({"extra": ""}):
            yield need.name.lower()
            yield from with_their_own_needs(distribution(need.name).requires or [])


def muster(environment: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", "-S", "-c", PROGRAM, str(environment), *words]
    return subprocess.run(command, cwd=environment, capture_output=True, text=True, check=False, timeout=60)


def test_the_wheel_holds_every_data_file_of_the_engine(wheel):
    assert len(DATA_FILES) > 20
    assert DATA_FILES.issubset(wheel.namelist())


def test_the_wheel_holds_the_engine_alone(wheel):
    assert {name.split("/")[0] for name in wheel.namelist()} == {"policies", "muster-0.1.0.dist-info"}


def test_the_command_is_declared(wheel):
    entry_points = wheel.read("muster-0.1.0.dist-info/entry_points.txt").decode()
    assert "muster = policies.cli.main:main" in entry_points


def test_in_an_empty_environment_a_consent_gap_is_found(environment):
    answer = muster(environment, "check", str(EXAMPLES / "consent-gap"), *AS_OF)
    assert answer.returncode == 1, answer.stderr
    assert "CON-" in answer.stdout


def test_in_an_empty_environment_the_closed_gap_passes(environment):
    answer = muster(environment, "check", str(EXAMPLES / "consent-fixed"), *AS_OF, "--gate", "ci")
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_in_an_empty_environment_the_rules_prove_themselves(environment):
    assert not (environment / "django").exists()
    answer = muster(environment, "test")
    assert answer.returncode == 0, answer.stdout + answer.stderr
