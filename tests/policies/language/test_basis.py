"""What a rule is based on, in words of people."""

from policies import load_packs
from policies.language.basis import SORTS, based_on
from policies.language.references import legal_sources


def told(*refs):
    return {group.label: {one.called: one.places for one in group.sources} for group in based_on(refs)}


def test_laws_guidance_and_good_practice_stand_apart_and_each_source_once():
    assert told("ISO 42001 A.4.2", "GDPR Art 6(1)(a)", "Good practice: look again", "GDPR Art 5(1)(b)") == {
        "Law": {"EU data protection law (GDPR)": ("Art. 6(1)(a)", "Art. 5(1)(b)")},
        "Guidance and standards": {"Standard for AI management (ISO 42001)": ("A.4.2",)},
        "Good practice": {"Look again": ()},
    }


def test_a_source_carries_its_full_title_and_one_as_a_whole_no_place():
    [law] = based_on(["GDPR Art 5", "COPPA"])
    assert [one.title for one in law.sources][:1] == ["Regulation (EU) 2016/679"]
    assert law.sources[1].called == "US law on children's privacy (COPPA)" and law.sources[1].places == ()


def test_the_places_of_a_source_stand_in_one_line():
    [law] = based_on(["AI Act Art 9", "AI Act Art 10(2)", "AI Act Annex IV"])
    assert law.sources[0].where == "Art. 9, 10(2), Annex IV"
    [whole] = based_on(["COPPA"])
    assert whole.sources[0].where == ""


def test_what_no_table_knows_is_told_as_it_is():
    assert told("House rule 7") == {"Good practice": {"House rule 7": ()}}


def test_every_source_of_the_table_is_of_a_sort_and_every_shipped_reference_is_found():
    assert {source.row["sort"] for source in legal_sources().values()} <= set(SORTS)
    assert all(based_on(rule.refs) for rule in load_packs().rules)
