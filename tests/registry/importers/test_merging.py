from registry.importers.merging import merge, said_before

_BEFORE = {"title": "Tide tables", "omb_impact": "neither", "description": "Old."}


def test_what_the_team_left_alone_follows_the_register() -> None:
    now = {"title": "Tide tables", "omb_impact": "both", "system_outputs": "A table"}
    document, kept = merge({"key": "k", "owner_team": "t", **_BEFORE}, _BEFORE, now)
    assert document == {"key": "k", "owner_team": "t", **now}
    assert kept == []


def test_what_the_team_changed_is_kept_and_told() -> None:
    current = _BEFORE | {"omb_impact": "rights_impacting"}
    document, kept = merge(current, _BEFORE, _BEFORE | {"omb_impact": "both", "description": "New."})
    assert document == current | {"description": "New."}
    assert kept == ["omb_impact"]


def test_what_the_team_added_is_kept() -> None:
    document, kept = merge(_BEFORE | {"tags": ["sea"]}, _BEFORE, _BEFORE)
    assert (document["tags"], kept) == (["sea"], [])


def test_a_team_that_already_says_what_the_register_says_now_is_no_conflict() -> None:
    current = _BEFORE | {"omb_impact": "both"}
    assert merge(current, _BEFORE, _BEFORE | {"omb_impact": "both"}) == (current, [])


def test_key_and_owner_stay_with_the_entry() -> None:
    current = {"key": "k", "owner_team": "handed-over"} | _BEFORE
    document, _ = merge(current, _BEFORE, {"key": "other", "owner_team": "agency"} | _BEFORE)
    assert document == current


def test_the_kept_words_of_a_row_say_again_what_they_said() -> None:
    raw = {"Title": " Tide tables ", "Department": "Harbour Office", "Development_Stage": "In-use"}
    assert said_before("omb-2023", raw) == {"title": "Tide tables", "lifecycle_stage": "production"}


def test_the_kept_words_of_a_format_that_is_gone_say_nothing() -> None:
    assert said_before("omb-1999", {"Title": "x"}) == {}
