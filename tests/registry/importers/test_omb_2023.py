from registry.importers.parsing import parse
from tests.registry.importers.registers import HEADER_2023, facts, line, only, sheet


def _parse(**cells: str) -> dict[str, object]:
    whole = {"Use_Case_ID": "HO-0001-2023", "Title": "Tide tables", "Department": "Harbour Office"} | cells
    return dict(facts(only(parse(sheet(HEADER_2023, line(HEADER_2023, **whole))))))


def test_a_row_becomes_a_use_case_of_its_department() -> None:
    row = line(HEADER_2023, Use_Case_ID="HO-0001-2023", Title=" Tide tables ", Department="Harbour Office")
    candidate = only(parse(sheet(HEADER_2023, row)))
    assert (candidate.source, candidate.native_id) == ("omb-2023", "harbour office › ho-0001-2023")
    assert candidate.document["title"] == "Tide tables"
    assert candidate.document["owner_team"] == "harbour-office"


def test_an_unsaid_stage_stays_missing() -> None:
    assert _parse(Development_Stage="", Summary="Reads gauges.") == {"description": "Reads gauges."}


def test_stages_are_read_where_our_words_mean_the_same() -> None:
    assert _parse(Development_Stage="In production: more than 1 year") == {"lifecycle_stage": "production"}
    assert _parse(Development_Stage="Initiation") == {"lifecycle_stage": "idea"}
    built = _parse(Development_Stage="Development and Acquisition")
    assert built == {"lifecycle_stage": {"$unknown": "source says: Development and Acquisition"}}


def test_one_technique_is_read_and_a_mixture_stays_words() -> None:
    assert _parse(Techniques="Natural Language Processing (NLP)") == {"ai_technique": "nlp"}
    mixed = "Machine Learning, Natural Language Processing"
    assert _parse(Techniques=mixed) == {"ai_technique": {"$unknown": f"source says: {mixed}"}}


def test_a_character_lost_before_us_is_left_as_it_is() -> None:
    assert _parse(Summary="The pilot\ufffds view") == {"description": "The pilot\ufffds view"}
