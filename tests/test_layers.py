"""What may import what, and how long a file and a function may be.

Both are read off the syntax tree, so nothing has to be importable for this to hold.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("policies", "registry", "governance")
LONGEST_FILE, LONGEST_FUNCTION = 250, 40

ENGINE_LIBRARIES = {"google", "jsonschema", "rapidfuzz", "re2", "referencing", "rfc8785", "yaml"}
OUTSIDE_WORLD = {"asyncio", "http", "multiprocessing", "socket", "sqlite3", "ssl", "subprocess", "urllib"}
# Calls that would make an answer of the engine depend on when or where it is asked.
CLOCKS = {"date.today", "datetime.now", "datetime.utcnow", "datetime.today", "time.time", "time.time_ns"}


def sources(*folders: str) -> list[Path]:
    """Give our own Python files under ``folders``, without the generated migrations."""
    found = (path for folder in folders for path in sorted((ROOT / folder).rglob("*.py")))
    return [path for path in found if "migrations" not in path.parts]


def imported_modules(path: Path) -> Iterator[str]:
    """Yield the dotted name of everything ``path`` imports, wherever in the file it does so."""
    package = path.relative_to(ROOT).with_suffix("").parts[:-1]
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join((*above, *([node.module] if node.module else ())))
            yield from (f"{base}.{alias.name}" for alias in node.names)


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function and method in ``tree``."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def where(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_the_registry_never_imports_governance():
    wrong = [
        f"{where(path)} imports {module}"
        for path in sources("registry")
        for module in imported_modules(path)
        if module.split(".")[0] == "governance"
    ]
    assert not wrong


def test_the_engine_imports_only_python_itself_and_its_five_libraries():
    allowed = (sys.stdlib_module_names - OUTSIDE_WORLD) | ENGINE_LIBRARIES | {"policies"}
    wrong = [
        f"{where(path)} imports {module}"
        for path in sources("policies")
        for module in imported_modules(path)
        if module.split(".")[0] not in allowed
    ]
    assert not wrong


def test_nothing_in_the_engine_imports_its_command_line():
    wrong = [
        f"{where(path)} imports {module}"
        for path in sources("policies")
        if "cli" not in path.relative_to(ROOT).parts
        for module in imported_modules(path)
        if module.split(".")[:2] == ["policies", "cli"]
    ]
    assert not wrong


def test_the_engine_reads_no_clock():
    wrong = [
        f"{where(path)}:{node.lineno} reads the clock"
        for path in sources("policies")
        if "cli" not in path.relative_to(ROOT).parts
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and ".".join(ast.unparse(node).split(".")[-2:]) in CLOCKS
    ]
    assert not wrong


def test_no_python_file_is_too_long():
    lengths = {where(path): len(path.read_text().splitlines()) for path in sources(*PACKAGES, "tests")}
    assert lengths, "no source file was found"
    assert not {path: length for path, length in lengths.items() if length > LONGEST_FILE}


def test_no_function_is_too_long():
    wrong = [
        f"{where(path)}:{function.lineno} {function.name} has {length} lines"
        for path in sources(*PACKAGES, "tests")
        for function in functions(ast.parse(path.read_text()))
        if (length := (function.end_lineno or 0) - function.lineno + 1) > LONGEST_FUNCTION
    ]
    assert not wrong


def test_the_layer_check_sees_every_way_to_import(tmp_path, monkeypatch):
    monkeypatch.setattr(f"{__name__}.ROOT", tmp_path)
    module = tmp_path / "policies" / "inner" / "module.py"
    module.parent.mkdir(parents=True)
    module.write_text(
        "import django.db\nfrom celery import shared_task\nfrom . import cli\nfrom ..cli import main\n"
        "def late():\n    from registry import models\n"
    )
    assert list(imported_modules(module)) == [
        "django.db",
        "celery.shared_task",
        "policies.inner.cli",
        "policies.cli.main",
        "registry.models",
    ]
