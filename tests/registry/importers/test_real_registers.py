"""The public registers themselves: every row accounted for, and the published counts come out."""

import json
from collections import Counter
from pathlib import Path

import pytest

from registry.importers.base import Candidate, Parsed
from registry.importers.omb_2025 import LAYOUT
from registry.importers.parsing import parse
from registry.importers.values import folded
from tests.registry.importers.registers import PII_2024

pytestmark = pytest.mark.data

_FILES = {
    "2023": "us-federal/2023_consolidated_ai_inventory_raw.csv",
    "2024 v1": "us-federal/2024_consolidated_ai_inventory_raw.csv",
    "2024 v2": "us-federal/2024_consolidated_ai_inventory_raw_v2.csv",
    "commercial": "us-federal/2025_consolidated_COTS_AI_use_cases.csv",
    "nl": "nl-algoritmeregister/algoritmes_2026-05-13.json",
}
_REVIEWED = "privacy_officer_reviewed"


@pytest.fixture(scope="module")
def registers(shared_data: Path) -> dict[str, Parsed]:
    return {name: parse(shared_data / path) for name, path in _FILES.items()}


@pytest.mark.parametrize(
    ("name", "format", "rows", "candidates"),
    [
        ("2023", "omb-2023", 710, 710),
        ("2024 v1", "omb-2024", 1757, 1754),
        ("2024 v2", "omb-2024", 2133, 2130),
        ("commercial", "omb-commercial", 900, 470),
        ("nl", "nl-algoritmeregister", 1431, 1431),
    ],
)
def test_every_row_is_told_of(registers, name: str, format: str, rows: int, candidates: int) -> None:
    parsed = registers[name]
    assert (parsed.format, parsed.row_count, len(parsed.candidates)) == (format, rows, candidates)
    assert not parsed.rejects
    assert len({candidate.native_id for candidate in parsed.candidates}) == candidates
    assert len({candidate.document["key"] for candidate in parsed.candidates}) == candidates


@pytest.mark.parametrize("name", ["2024 v1", "2024 v2"])
def test_the_three_duplicates_are_named_with_the_rows_they_repeat(registers, name: str) -> None:
    skips = registers[name].skips
    assert {skip.reason for skip in skips} == {"exact duplicate of an earlier row"}
    assert [(skip.row.number, skip.earlier) for skip in skips] == [(435, 419), (446, 442), (477, 475)]


def test_personal_data_and_its_review_count_as_published(registers) -> None:
    parsed = registers["2024 v2"]
    said = Counter(row.row.cells[_column(row.row.cells, PII_2024)].strip() for row in _rows(parsed))
    assert said == {"Yes": 175, "No": 874, "N/A": 40, "": 1044}
    personal = [one for one in parsed.candidates if one.document.get("processes_personal_data") is True]
    assert len(personal) == 175
    assert sum(one.document.get(_REVIEWED) is not True for one in personal) == 69
    # The three rows left out as duplicates all say No.
    assert _count(parsed, "processes_personal_data") == {
        **{"True": 175, "False": 871, "None": 1044},
        "{'$unknown': 'source says: N/A'}": 40,
    }


def test_impact_counts_as_published(registers) -> None:
    counts = _count(registers["2024 v2"], "omb_impact")
    expected = {"neither": 1722 - 3, "both": 195, "rights_impacting": 131, "safety_impacting": 25, "None": 39}
    assert {value: counts[value] for value in expected} == expected
    assert sum(counts.values()) - sum(expected.values()) == 21


def test_every_row_of_the_first_edition_is_found_again_in_the_second(registers) -> None:
    first, second = (
        {one.native_id: one.document["key"] for one in registers[name].candidates}
        for name in ("2024 v1", "2024 v2")
    )
    assert first.items() <= second.items()
    assert len(second) - len(first) == 376


def test_the_commercial_list_counts_as_published(registers) -> None:
    parsed = registers["commercial"]
    tasks = Counter(row.row.cells["AI Use Case"].strip() for row in _rows(parsed))
    assert (len(tasks), set(tasks.values())) == (20, {45})
    products = [row.row.cells["Name of Commercial Product or Service Used"] for row in _rows(parsed)]
    named = [text for text in products if text]
    assert (len(named), len(set(named)), len({text.strip() for text in named})) == (462, 241, 238)
    assert sum("products_named" in one.document for one in parsed.candidates) == 462
    assert Counter(skip.reason for skip in parsed.skips) == {
        "the agency says it does not do this": 414,
        "nothing said about whether the agency does this": 16,
    }


def test_characters_lost_before_us_are_left_as_they_are(registers) -> None:
    texts = [text for row in _rows(registers["2023"]) for text in row.row.cells.values()]
    assert sum(text.count("\ufffd") for text in texts) == 21
    assert _count(registers["2023"], "lifecycle_stage")["None"] == 321


def test_the_dutch_register_keeps_its_ids_and_its_unknowns(registers) -> None:
    stages = _count(registers["nl"], "lifecycle_stage")
    assert (stages["production"], stages["retired"]) == (1302, 58)
    assert stages["{'$unknown': 'source says: ontwikkeling'}"] == 71
    assert len({one.team for one in registers["nl"].candidates}) == 320


@pytest.mark.parametrize(
    ("column", "field"),
    [("development_stage", "lifecycle_stage"), ("is_high_impact", "omb_high_impact")]
    + [("classification", "ai_technique"), ("has_pii", "processes_personal_data")],
)
def test_the_variants_of_the_2025_dictionary_read_as_the_term_they_stand_for(
    shared_data: Path, column: str, field: str
) -> None:
    dictionary = json.loads((shared_data / "us-federal/2025_data_dictionary.json").read_text("utf-8"))
    read = next(one.read for one in LAYOUT.columns if one.field == field)
    for term, variants in dictionary[column]["recoding_map"].items():
        meant = read(term)
        for variant in variants:
            if not isinstance(meant, dict) and not variant.startswith("Depends"):
                assert read(variant) == meant, variant


def _rows(parsed: Parsed) -> list:
    return [*parsed.candidates, *parsed.skips, *parsed.rejects]


def _column(cells, wanted: str) -> str:
    return next(column for column in cells if folded(column) == folded(wanted))


def _count(parsed: Parsed, field: str) -> Counter[str]:
    def said(candidate: Candidate) -> str:
        return str(candidate.document.get(field))

    return Counter(map(said, parsed.candidates))
