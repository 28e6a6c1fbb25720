"""What an approval outlives is read strictly: every mistake has its place."""

from importlib.resources import files

import pytest

from policies.errors import MaterialError
from policies.material import load_materiality, shipped_materiality
from policies.record.fields import PARTS, SUPPORTING, fields_of

TEXT = files("policies").joinpath("material/standard.yaml").read_text("utf-8")


def test_every_field_that_is_named_exists_and_is_said_by_somebody():
    for table, marks in shipped_materiality().tables.items():
        said = {field.name for field in fields_of(table).values() if not field.derived}
        assert marks.cosmetic | marks.renewed | marks.own_only <= said, table


@pytest.mark.parametrize("table", ["data_link", "flow", "purpose", "vendor", "consent_scope"])
def test_what_is_not_named_is_material(table):
    marks = shipped_materiality().of(table)
    assert marks.cosmetic | marks.renewed < set(fields_of(table))


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("    - annual_cost\n", "    - annual_costs\n", "This is none of"),
        ("tool:\n", "tools:\n", "tools"),
        ("material/1", "material/2", "material/1"),
        ("  renewed: [refreshed_on]", "  renewed: [valid_months]", "This is none of"),
        ("  cosmetic: [share_of_profiles]", "  cosmetic: [expires_on]", "This is none of"),
        ("    - licences_paid\n", "    - tags\n", "tags is marked already"),
    ],
)
def test_a_mistake_is_told_with_its_line(before, after, said):
    assert before in TEXT
    with pytest.raises(MaterialError, match=said) as caught:
        load_materiality(TEXT.replace(before, after, 1), source="material.yaml")
    assert str(caught.value).startswith(f"material.yaml:{caught.value.line}:")
    assert caught.value.line > 0


def test_tables_that_are_no_part_of_what_is_approved_have_no_marks():
    known = {"common", *PARTS, *SUPPORTING, "use_case", "ai_model", "data_source", "tool", "consent_scope"}
    assert set(shipped_materiality().tables) <= known - {"organisation"}
