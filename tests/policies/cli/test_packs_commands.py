"""``muster lint`` and ``muster test``: what the writer of a pack sees."""

from pathlib import Path

import pytest

from policies import load_packs

PACK = (Path(__file__).parents[2] / "packs" / "pilot.yaml").read_text()


@pytest.fixture
def pack(tmp_path) -> Path:
    path = tmp_path / "value.yaml"
    path.write_text(PACK)
    return path


def test_lint_finds_nothing_wrong_with_what_ships(muster):
    ran = muster("lint")
    assert (ran.code, ran.err) == (0, "")
    assert len(ran.out.splitlines()) == len(load_packs().packs)


def test_lint_names_place_and_nearest_word(muster, pack):
    pack.write_text(
        PACK.replace("lifecycle_stage: pilot}\n    require", "lifecycle_stag: pilot}\n    require")
    )
    ran = muster("lint", pack)
    assert ran.code == 2
    line = PACK.splitlines().index("    when: {lifecycle_stage: pilot}") + 1
    assert ran.err.startswith(f"muster: {pack}:{line}:12: 'lifecycle_stag' is not a field of use case")
    assert "Did you mean lifecycle_stage?" in ran.err


def test_lint_reads_every_pack_of_a_folder(muster, pack):
    (pack.parent / "worse.yaml").write_text("muster: pack/1\n")
    pack.write_text("muster: [\n")
    ran = muster("lint", pack.parent)
    assert ran.code == 2
    assert "worse.yaml" in ran.err
    assert "value.yaml" in ran.err


def test_lint_refuses_one_id_in_two_packs(muster, pack):
    (pack.parent / "again.yaml").write_text(PACK.replace("id: value", "id: again"))
    ran = muster("lint", pack.parent)
    assert ran.code == 2
    assert "VAL-003" in ran.err


def test_lint_remarks_on_what_is_allowed_and_hardly_meant(muster, pack):
    pack.write_text(PACK.replace("params:", "params:\n  unread: {type: int, default: 1, min: 0, max: 9}", 1))
    ran = muster("lint", pack)
    assert ran.code == 1
    line = pack.read_text().splitlines().index("  unread: {type: int, default: 1, min: 0, max: 9}") + 1
    assert ran.out == f"{pack}:{line}:3: Nothing reads 'unread'. Remove it.\n"


def test_the_examples_that_ship_are_right(muster):
    ran = muster("test")
    assert ran.code == 0
    assert ran.out.endswith(f"{len(load_packs().rules)} rules, 0 wrong.\n")


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        (
            "{lifecycle_stage: pilot, pilot_started_on: 2026-10-01}",
            "{lifecycle_stage: pilot, pilot_started_on: 2020-10-01, scaling_decision: undecided}",
            "`passes` gives fail",
        ),
        (
            "scaling_decision: undecided}\n        - lifecycle",
            "scaling_decision: stop}\n        - lifecycle",
            "`fails` gives pass",
        ),
        (
            "{lifecycle_stage: pilot, scaling_decision: undecided}",
            "{lifecycle_stage: pilot, scaling_decision: scale}",
            "`unknown` gives pass",
        ),
    ],
)
def test_an_example_that_is_wrong_is_told_with_its_line(muster, pack, right, wrong, told):
    assert right in PACK
    pack.write_text(PACK.replace(right, wrong))
    ran = muster("test", pack)
    assert ran.code == 1
    assert f"VAL-003: this example of {told}" in ran.out
    assert ran.out.startswith(f"{pack}:")
    assert ran.out.endswith("1 rules, 1 wrong.\n")


def test_a_rule_that_was_changed_fails_its_own_examples(muster, pack):
    pack.write_text(PACK.replace("scaling_decision: [scale, stop]", "scaling_decision: [scale]"))
    assert muster("test", pack).code == 1


def test_a_pack_that_cannot_be_read_has_no_examples(muster, pack):
    pack.write_text("muster: pack/1\n")
    assert muster("test", pack).code == 2


def test_coverage_and_mutants_end_with_1_where_something_is_unproved(muster, pack):
    examples = PACK[PACK.index("    examples:") :]
    weak = """    examples:
      passes: [{lifecycle_stage: idea}]
      fails: [{lifecycle_stage: pilot, pilot_started_on: 2020-10-01, scaling_decision: undecided}]
      unknown: [{lifecycle_stage: pilot}]
"""
    pack.write_text(PACK.replace(examples, weak))
    assert muster("test", pack).code == 0
    ran = muster("test", pack, "--coverage")
    assert (ran.code, "no example shows the check 'decided' passing" in ran.out) == (1, True)
    ran = muster("test", pack, "--mutate")
    assert (ran.code, "changes that no example notices" in ran.out) == (1, True)


def test_cases_beside_a_pack_are_found(muster, pack):
    text = """muster: test/1
pack: value
fixtures:
  old: {kind: use_case, lifecycle_stage: pilot, pilot_started_on: 2020-10-01, scaling_decision: undecided}
cases:
  - {title: An old pilot, fixture: old, expect: {VAL-003/decided: fail}}
  - title: A pilot that was decided on
    fixture: old
    set: {scaling_decision: stop}
    expect: {VAL-003/decided: fail}
"""
    (pack.parent / "value.test.yaml").write_text(text)
    for where in (pack, pack.parent):
        ran = muster("test", where)
        assert ran.code == 1
        assert "value.test.yaml:7: VAL-003: 'A pilot that was decided on'" in ran.out
        assert ran.out.endswith("2 cases, 1 surprises.\n")
    assert muster("lint", pack.parent).code == 0
