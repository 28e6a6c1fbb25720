"""What a finding shows: the places that decide, in words, and a name that stays the same."""

import pytest

from tests.policies.writing import check_of, packs_of, report_on, rule_of

SHADOW = {"none": {"in": "tools", "where": {"status": ["shadow", "blocked"]}}}


def finding(that, record, message="It is not so.", facts=None, **changes):
    names = {name: changes.pop(name) for name in ("params", "facts_declared") if name in changes}
    packs = packs_of(
        rule_of(require=[check_of(that, message)], **changes),
        params=names.get("params", {}),
        facts=names.get("facts_declared", {}),
    )
    (found,) = report_on(packs, record, facts=facts).findings
    return found


def places(found):
    return [(place.pointer, place.expected, place.actual) for place in found.pointers]


LINKS = [{"usage": "training", "minimised": False}, {"usage": "retrieval"}, {"minimised": True}]


@pytest.mark.parametrize(
    ("that", "record", "expected"),
    [
        ({"rag_enabled": True}, {"rag_enabled": False}, [("/rag_enabled", "is yes", False)]),
        ({"rag_enabled": True}, {}, [("/rag_enabled", "is yes", None)]),
        ({"title": "b"}, {"title": {"$unknown": "asked"}}, [("/title", "is “b”", {"$unknown": "asked"})]),
        ({"not": {"title": "b"}}, {"title": "b"}, [("/title", "is not “b”", "b")]),
        ({"tools": {"exists": True}, "title": "a"}, {"title": "a"}, [("/tools", "is answered", None)]),
        ({"tools": {"empty": False}}, {"tools": []}, [("/tools", "lists at least one", [])]),
        ({"title": "a", "rag_enabled": True}, {"title": "b"}, [("/title", "is “a”", "b")]),
        (
            {"retired_on": {"after": {"ago": "P12M"}}},
            {"retired_on": "2020-01-01"},
            [("/retired_on", "is after 22 November 2025", "2020-01-01")],
        ),
        (SHADOW, {"tools": [{"status": "sanctioned"}, {"status": "shadow"}]}, 1),
        ({"some": {"in": "tools"}}, {"tools": []}, [("/tools", "has an entry as asked for", [])]),
        (
            {"every": {"in": "data_links", "where": {"usage": "training"}, "satisfies": {"minimised": True}}},
            {"data_links": LINKS},
            [("/data_links/0/minimised", "is yes", False)],
        ),
        (
            {"every": {"in": "data_links", "satisfies": {"minimised": True}}},
            {"data_links": LINKS[1:]},
            [("/data_links/0/minimised", "is yes", None)],
        ),
        (
            {"count": {"in": "functions", "gte": 2}},
            {"functions": ["it"]},
            [("/functions", "has at least 2", 1)],
        ),
        (
            {"retention_months": {"lte": {"field": "log_retention_months"}}},
            {"retention_months": 5},
            [("/log_retention_months", "is answered", None)],
        ),
        (
            {"org.is_public_body": True},
            {"org": {"is_public_body": False}},
            [("/org/is_public_body", "is yes", False)],
        ),
        (
            {"owner_team.function": "it"},
            {"owner_team": {"key": "a", "$unknown": "gone"}},
            [("/owner_team/function", "is “IT”", {"$unknown": "gone"})],
        ),
    ],
)
def test_a_finding_lists_the_places_that_decide_and_no_others(that, record, expected):
    found = places(finding(that, record))
    if expected == 1:
        assert [(pointer, actual) for pointer, _, actual in found] == [("/tools/1/status", "shadow")]
        assert found[0][1].startswith("is not ")
    else:
        assert found == expected


def test_at_most_ten_places_are_listed_and_the_rest_is_counted():
    found = finding(
        {"every": {"in": "data_links", "satisfies": {"minimised": True}}}, {"data_links": [{}] * 14}
    )
    assert (len(found.pointers), found.more_pointers) == (10, 4)


def test_a_union_points_at_what_was_not_said():
    union = {"union": {"in": "data_links.data_source.consent_scopes", "of": "permitted_channels"}}
    links = [
        {"data_source": {"consent_scopes": [{"permitted_channels": ["email"]}, {}]}},
        {"data_source": {"key": "x"}},
    ]
    found = finding({"channels": {"subset": union}}, {"channels": ["sms"], "data_links": links})
    assert [place.pointer for place in found.pointers] == [
        "/data_links/0/data_source/consent_scopes/1/permitted_channels",
        "/data_links/1/data_source/consent_scopes",
    ]


def test_messages_are_filled_in_from_pack_record_and_facts():
    message = "{count} of {title}: {param.most}, {org.pilot_limit_days}, {eu_ai_tier}, {functions}, {summary}"
    record = {
        "tools": [{"status": "shadow"}, {"status": "blocked"}, {}],
        "eu_ai_tier": "minimal",
        "functions": ["it", "hr"],
    }
    most = {"most": {"type": "duration", "default": "P12M"}}
    found = finding(SHADOW, record | {"title": "x"}, message.replace("summary", "description"), params=most)
    assert found.message == "2 of x: 12 months, (not answered), Minimal risk, HR and IT, (not answered)"


EACH_CONNECTED = {"every": {"in": "tools", "satisfies": {"status": "sanctioned"}}}
MINIMISED = {"every": {"in": "data_links", "satisfies": {"minimised": True}}}
TREATED = {"every": {"in": "risks", "satisfies": {"treatment": ["avoid"]}}}


@pytest.mark.parametrize(
    ("that", "record", "named"),
    [
        (SHADOW, {"tools": [{"status": "shadow", "title": "Notes"}, {"status": "sanctioned"}]}, "“Notes”"),
        (
            EACH_CONNECTED,
            {"tools": [{"status": "blocked", "key": "old-crm"}, {"status": "shadow", "title": "Notes"}]},
            "“old-crm” and “Notes”",
        ),
        (
            MINIMISED,
            {"data_links": [{"minimised": True}, {"minimised": False, "data_source": {"title": "Orders"}}]},
            "“Orders”",
        ),
        (MINIMISED, {"data_links": [{"minimised": False}]}, "row 1 of “Data it uses”"),
        # What a risk is called is not for everybody.
        (TREATED, {"risks": [{"title": "Bias", "treatment": "retain"}]}, "row 1 of “Risks”"),
    ],
)
def test_a_message_names_the_entries_that_are_not_as_asked(that, record, named):
    assert finding(that, record, "Not so: {names}.").message == f"Not so: {named}."


def test_entries_of_a_fact_are_named_as_well():
    groups = {"by_job": {"kind": "groups", "of": "tool", "by": "tool_category"}}
    found = finding(
        {"every": {"in": "facts.by_job", "satisfies": {"size": {"lte": 1}}}},
        {},
        "Too many: {names}.",
        facts={"by_job": [{"key": "crm", "size": 1}, {"key": "ad_platform", "size": 2}]},
        facts_declared=groups,
    )
    assert found.message == "Too many: “Advertising platform”."


def test_a_message_says_a_day_in_words():
    that = {"retired_on": {"after": {"ago": "P12M"}}}
    message = "Last used on {retired_on}."
    assert finding(that, {"retired_on": "2020-01-05"}, message).message == "Last used on 5 January 2020."


def test_hostile_text_in_a_record_stays_one_short_line():
    found = finding({"title": "a"}, {"title": "x\n" * 5_000}, "{title}")
    assert len(found.message) == 200
    assert "\n" not in found.message
    assert len(found.pointers[0].actual) == 200


@pytest.mark.parametrize(
    ("fact", "said"),
    [({"size": 2, "keys": []}, "2"), ({"size": 2, "keys": [], "size_max": 4}, "at least 2")],
)
def test_a_fact_is_shown_with_its_bounds(fact, said):
    near = {"near": {"kind": "overlap", "of": "use_case"}}
    found = finding(
        {"facts.near.size": {"lte": 1}},
        {},
        "{facts.near.size} alike",
        facts={"near": fact},
        facts_declared=near,
    )
    assert found.message == f"{said} alike"
    assert (found.pointers[0].pointer, found.pointers[0].label) == (
        "/facts/near/size",
        "Near in the portfolio",
    )


def test_an_unknown_asks_its_question_and_accuses_nobody():
    found = finding(
        {"every": {"in": "data_links", "satisfies": {"minimised": True}}}, {"data_links": [{}]}, "Bad!"
    )
    asked = "“Is only what is needed used?” in row 1 of “Data it uses”"
    assert found.message == f"We can't check this yet. Not answered: {asked}."
    assert found.fix.startswith(f"Answer the question {asked}.")
    assert "Make it so." not in found.fix
    assert found.remedy == "Make it so."


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ({}, "Answer “Validated by”."),
        ({"validator": {"name": "V"}}, "Ask an administrator of Muster to enter “Validated by: e-mail”."),
    ],
)
def test_where_nobody_is_named_the_person_is_asked_for(said, asked):
    that = {"validator.email": {"ne": "dev@example.org"}}
    found = finding(that, {"kind": "ai_model"} | said, applies_to=["ai_model"])
    assert found.fix.startswith(asked)
    assert found.pointers[0].pointer == "/validator/email"


def test_where_nobody_can_tell_whether_a_rule_applies_there_is_one_question():
    checks = [check_of({"title": "x"}, id="a"), check_of({"rag_enabled": True}, id="b")]
    packs = packs_of(rule_of(when={"uses_profiling": True}, require=checks))
    (found,) = report_on(packs, {}).findings
    assert (found.check_id, found.outcome, found.remedy) == ("when", "unknown", "")
    asked = "“Does it build profiles of people?”"
    assert found.message == f"We don't know yet whether this rule concerns you. Not answered: {asked}."
    assert found.why == ""
    assert [place.pointer for place in found.pointers] == ["/uses_profiling"]


def test_why_says_what_made_the_rule_apply_and_why_it_exists():
    when = {"uses_profiling": True, "functions": {"intersects": ["it"]}}
    found = finding(
        {"title": "x"},
        {"uses_profiling": True, "functions": ["it"], "title": "y"},
        when=when,
        why="It hurts.",
    )
    assert found.why == (
        "It hurts. This applies because “Does it build profiles of people?” is answered with “yes” and"
        " “Functions it serves” includes “IT”."
    )
    plain = finding({"title": "x"}, {"title": "y"})
    assert plain.why == "This applies to every use case."


def test_the_fingerprint_follows_rule_check_record_and_place_alone():
    packs, later = packs_of(rule_of()), packs_of(rule_of(title="Reworded", version=2))
    (first,), (second,) = (report_on(one, {"rag_enabled": False}).findings for one in (packs, later))
    assert first.fingerprint == second.fingerprint
    assert len(first.fingerprint) == 64
    (other,) = report_on(packs, {"rag_enabled": False, "key": "y"}).findings
    assert other.fingerprint != first.fingerprint
