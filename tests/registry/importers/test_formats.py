import pytest

from registry.importers.base import ImportProblem
from registry.importers.formats import FORMATS, format_of
from registry.importers.reading import Content
from tests.registry.importers import registers
from tests.registry.importers.registers import as_json, sheet

_EXAMPLES = {
    "manifest": b"muster: 1\nkind: tool\n",
    "omb-2023": sheet(registers.HEADER_2023),
    "omb-2024": sheet(registers.HEADER_2024_SHORT),
    "omb-2025": sheet(registers.HEADER_2025),
    "omb-commercial": sheet(registers.HEADER_COMMERCIAL),
    "atrs": sheet(["name", "organisation", "phase", "description"]),
    "nl-algoritmeregister": as_json([{"title": "x", "organisatie": "y", "status": "z"}]),
}


def test_every_format_has_an_example_here() -> None:
    assert set(_EXAMPLES) == set(FORMATS)


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_is_told_from_all_others(name: str) -> None:
    assert format_of(Content(_EXAMPLES[name])).name == name


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("other", FORMATS)
def test_a_format_that_is_asked_for_must_be_the_one_that_is_there(name: str, other: str) -> None:
    content = Content(_EXAMPLES[other])
    if name == other:
        assert format_of(content, name).name == name
    else:
        with pytest.raises(ImportProblem, match=f"does not look like {name}"):
            format_of(content, name)


@pytest.mark.parametrize("data", [b"Fish,Weight\n1,2\n", b"[1, 2]", b"{}", b"Just a letter."])
def test_a_file_of_another_kind_is_refused_by_its_beginning(data: bytes) -> None:
    with pytest.raises(ImportProblem, match="it begins with"):
        format_of(Content(data))


def test_a_sheet_without_its_header_is_refused() -> None:
    with pytest.raises(ImportProblem, match="does not look like"):
        format_of(Content(sheet(registers.row_2024("Tide tables"))), "omb-2024")


def test_a_format_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(ImportProblem, match="auto, manifest, omb-2023"):
        format_of(Content(b""), "omb-1999")
