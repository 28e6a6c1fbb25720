"""The command a person types: what it says, what it writes, and how it ends."""

import io

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from registry.models import Entry, Revision, Team
from registry.services.people import create_team, invite_person
from tests.registry.importers.registers import HEADER_2024_QUESTIONS as HEADER
from tests.registry.importers.registers import HEADER_COMMERCIAL, as_json, row_2024, sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(tmp_path):
    """Write a file and import it; give what was printed to stdout."""

    def call(data, *options, name="register.csv"):
        path = tmp_path / name
        path.write_bytes(data)
        out = io.StringIO()
        call_command("import_inventory", path, *options, stdout=out, stderr=io.StringIO())
        return out.getvalue()

    return call


def test_the_summary_accounts_for_every_row(run):
    said = run(sheet(HEADER, row_2024("A"), row_2024("A"), row_2024("B")))
    assert "omb-2024: 3 rows" in said
    assert "entries   2 created, 0 updated, 0 unchanged" in said
    assert "skipped   exact duplicate of an earlier row: 1 (row 3 repeats 2)" in said
    assert "teams     1 created" in said
    assert "per 1,000 rows" in said


def test_skips_are_counted_by_reason(run):
    rows = [["A", f"Task {number}", used, "", ""] for number, used in enumerate("YNN")]
    said = run(sheet(HEADER_COMMERCIAL, *rows, ["A", "Task 9", "", "", ""]))
    assert "skipped   the agency says it does not do this: 2 (row 3, 4)" in said
    assert "skipped   nothing said about whether the agency does this: 1 (row 5)" in said


def test_a_rejected_row_stops_the_import_and_is_written_beside_the_file(run, tmp_path):
    with pytest.raises(
        CommandError, match=r"nothing was written .*register\.rejects\.csv.*--partial"
    ) as stopped:
        run(sheet(HEADER, row_2024("A"), row_2024("")))
    assert stopped.value.returncode == 1
    assert not Entry.objects.exists()
    rejects = (tmp_path / "register.rejects.csv").read_text("utf-8-sig")
    assert rejects.splitlines()[1].startswith("3,Use Case Name,there is no name,")


def test_a_partial_import_registers_the_rest_and_still_ends_with_1(run, tmp_path):
    where = tmp_path / "left-out.csv"
    with pytest.raises(CommandError, match=r"1 row\(s\) were left out") as ended:
        run(sheet(HEADER, row_2024("A"), row_2024("")), "--partial", "--rejects", where)
    assert ended.value.returncode == 1
    assert Entry.objects.get().title == "A"
    assert where.exists()


def test_a_folder_that_cannot_be_written_is_said_and_hides_nothing(run, tmp_path):
    with pytest.raises(
        CommandError, match=r"could not be written to .*; name another with --rejects"
    ) as stopped:
        run(sheet(HEADER, row_2024("")), "--rejects", tmp_path / "missing" / "rejects.csv")
    assert stopped.value.returncode == 1


@pytest.mark.parametrize("data", [b"Fish,Weight\n1,2\n", b"\xff\xfea\0", b"", b"{"])
def test_a_file_that_cannot_be_used_ends_with_2(run, data):
    with pytest.raises(CommandError) as ended:
        run(data)
    assert ended.value.returncode == 2


def test_a_missing_file_ends_with_2(tmp_path):
    with pytest.raises(CommandError, match="cannot be read") as ended:
        call_command("import_inventory", tmp_path / "gone.csv")
    assert ended.value.returncode == 2


def test_a_file_of_another_format_than_said_ends_with_2(run):
    with pytest.raises(CommandError, match="does not look like atrs") as ended:
        run(sheet(HEADER, row_2024("A")), "--format", "atrs")
    assert ended.value.returncode == 2


@pytest.mark.parametrize("named", ["piers", "Piers of the Harbour"])
def test_a_team_is_found_by_its_key_or_its_name(run, named):
    create_team("piers", "Piers of the Harbour", by=None)
    run(sheet(HEADER, row_2024("A")), "--team", named)
    assert Entry.objects.get().owner_team.key == "piers"
    assert Team.objects.count() == 1


def test_a_team_that_is_new_is_made(run):
    run(sheet(HEADER, row_2024("A")), "--team", "Piers of the Harbour")
    assert Entry.objects.get().owner_team.name == "Piers of the Harbour"


def test_the_person_who_imports_is_the_author(run):
    ann = invite_person("ann@harbour.example", "Ann", by=None, is_superuser=True)
    run(sheet(HEADER, row_2024("A")), "--by", "Ann@harbour.example")
    assert Revision.objects.get().author == ann


def test_a_person_who_may_not_and_one_who_is_not_here_end_with_2(run):
    invite_person("ann@harbour.example", "Ann", by=None)
    for email in ("ann@harbour.example", "nobody@harbour.example"):
        with pytest.raises(CommandError) as ended:
            run(sheet(HEADER, row_2024("A")), "--by", email)
        assert ended.value.returncode == 2
    assert not Entry.objects.exists()


def test_manifests_are_imported_too(run):
    create_team("piers", "Piers", by=None)
    manifest = {"muster": 1, "kind": "tool", "key": "tides", "title": "Tides", "owner_team": "piers"}
    assert "manifest: 1 rows" in run(as_json(manifest), name="muster.json")
    assert Entry.objects.get().key == "tides"
