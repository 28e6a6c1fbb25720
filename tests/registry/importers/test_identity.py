import re

from policies.record.fields import KEY_PATTERN
from registry.importers.base import NamedTeam, Said
from registry.importers.identity import Identities, entry_key, slug, team_of


def test_an_own_id_counts_within_its_agency() -> None:
    identities = Identities()
    first = identities.next(Said("One", agency="Harbour Office", agency_short="HO", native_id="7"))
    other = identities.next(Said("One", agency="Port Office", agency_short="PO", native_id="7"))
    assert (first, other) == ("ho › 7", "po › 7")


def test_an_id_said_twice_in_one_agency_gets_an_ordinal() -> None:
    identities = Identities()
    said = Said("One", agency_short="HO", native_id="7")
    assert [identities.next(said), identities.next(said)] == ["ho › 7", "ho › 7 #2"]


def test_without_an_id_agency_bureau_and_name_identify_a_row_whatever_their_case_and_blanks() -> None:
    first = Identities().next(Said("Tide  Tables", agency="Harbour Office", bureau="Piers"))
    again = Identities().next(Said("tide tables", agency="Harbour Office ", bureau="PIERS"))
    assert first == again == "harbour office › piers › tide tables"


def test_a_placeholder_is_no_id() -> None:
    assert Identities().next(Said("One", agency="A", native_id="TBD")) == "a ›  › one"


def test_a_very_long_name_still_fits_and_still_tells_rows_apart() -> None:
    identities = Identities()
    long = [identities.next(Said("x" * 900 + end, agency="A")) for end in "ab"]
    assert max(map(len, long)) <= 420
    assert len(set(long)) == 2


def test_keys_are_valid_readable_and_stay_within_80_characters() -> None:
    said = Said("Ébauche of a very long name " * 9, agency="Bureau of Harbours and Inland Waterways")
    key = entry_key(said, "omb-2024", "identity")
    assert re.fullmatch(KEY_PATTERN, key)
    assert key.startswith("bureau-of-harbours-and-ebauche-of-a-very-long-name")


def test_a_key_hangs_on_the_identity_and_the_register() -> None:
    said = Said("One", agency="A")
    keys = {entry_key(said, source, identity) for source in ("x", "y") for identity in ("1", "2")}
    assert len(keys) == 4
    assert entry_key(said, "x", "1") == entry_key(said, "x", "1")


def test_a_name_in_another_script_still_has_a_key() -> None:
    assert re.fullmatch(KEY_PATTERN, entry_key(Said("潮汐", agency="港務局"), "x", "1"))


def test_spellings_of_one_agency_are_one_team() -> None:
    assert (
        team_of("Department of the Tides ").key == team_of("Department of Tides").key == "department-of-tides"
    )
    assert team_of("U.S. Harbour Board").key == team_of("United States Harbour Board").key


def test_a_team_keeps_the_name_that_the_source_gives() -> None:
    assert team_of(" Office  of the Tides") == NamedTeam("office-of-tides", "Office of the Tides")
    assert re.fullmatch(KEY_PATTERN, team_of("港務局").key)


def test_a_slug_is_cut_between_words() -> None:
    assert slug("harbour and waterways", 14) == "harbour-and"
    assert slug("harbourandwaterways", 7) == "harbour"
