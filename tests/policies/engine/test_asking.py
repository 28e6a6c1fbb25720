"""Open questions: whose they are, in which words they are put, and what nobody can answer."""

import pytest

from tests.policies.writing import check_of, packs_of, report_on, rule_of

IF_NOBODY = " If nobody knows yet, choose “Don't know yet” and say why."
WORDS = {
    "eu_ai_tier": "minimal",
    "decision_mode": "fully_automated",
    "decision_effect": "legal",
    "human_oversight": "none",
    "eu_ai_role": "AIProvider",
    "lifecycle_stage": "idea",
}
NEAR = {"kind": "peers", "of": "use_case", "same": ["use_case_type"]}


def asked(that, record=None, fact=None, known=None, kind="use_case"):
    facts = {"near": fact} if fact else {}
    packs = packs_of(rule_of(require=[check_of(that)], applies_to=[kind]), facts=facts)
    (found,) = report_on(packs, {"kind": kind} | (record or {}), facts=known or {}).findings
    assert found.outcome == "unknown"
    return found


def each_link(**asks):
    return {"every": {"in": "data_links", "satisfies": asks}}


@pytest.mark.parametrize(
    ("that", "fix"),
    [
        ({"eu_ai_tier": "minimal"}, "Answer “AI Act tier”."),
        ({"rate_limited": True}, "Answer the question “Is the number of requests limited?”."),
        (
            {"eu_ai_tier": "minimal", "rate_limited": True},
            "Answer “AI Act tier” and “Is the number of requests limited?”.",
        ),
        ({"tools": {"max_length": 2}}, "Fill in “Tools”, or choose “None of these” where there are none."),
        ({"tools": {"empty": False}}, "Fill in “Tools”."),
        ({"some": {"in": "tools", "where": {"status": "sanctioned"}}}, "Fill in “Tools”."),
        ({"content_marking": {"intersects": ["watermark"]}}, "Fill in “How AI content is marked”."),
        (
            {"tools": {"max_length": 2}, "models": {"max_length": 2}},
            "Fill in “Tools” and “AI models”, or choose “None of these” where there are none.",
        ),
        # A vocabulary with a word for it offers that word.
        (
            {"content_marking": {"disjoint": ["watermark"]}},
            "Fill in “How AI content is marked”, or choose “Not at all” if that is so.",
        ),
        ({"business_owner.is_active": True}, "Answer “Business owner”."),
    ],
)
def test_a_question_of_the_entry_is_put_as_its_form_puts_it(that, fix):
    assert asked(that).fix == fix + IF_NOBODY


def test_every_question_is_told_however_many_there_are():
    found = asked({name: {"ne": word} for name, word in WORDS.items()})
    assert found.fix.count("“") == len(WORDS) + 1
    assert " more" not in found.message + found.fix


def test_the_same_question_of_several_rows_is_put_once():
    found = asked(each_link(minimised=True), {"data_links": [{}, {"minimised": True}, {}]})
    question = "“Is only what is needed used?” in rows 1 and 3 of “Data it uses”"
    assert found.message == f"We can't check this yet. Not answered: {question}."
    assert found.fix == f"Answer the question {question}." + IF_NOBODY


def test_questions_of_one_row_share_their_place():
    found = asked(each_link(minimised=True, usage="training"), {"data_links": [{}]})
    assert found.fix.startswith(
        "Answer “Is only what is needed used?” and “What happens with it” in row 1 of “Data it"
    )


def test_a_question_of_another_entry_names_it_to_who_may_read_the_message_and_to_nobody_else():
    that = each_link(**{"data_source.licence": "open"})
    links = [{"data_source": {"key": "crm", "title": "Members"}}, {"data_source": {"key": "old"}}]
    one = asked(that, {"data_links": links[:1]})
    assert one.message == "We can't check this yet. Not answered: “Licence” of “Members”."
    assert one.fix == "Open the data source in row 1 of “Data it uses” and answer “Licence” there."
    both = asked(that, {"data_links": links})
    assert "of the data source in rows 1 and 2 of “Data it uses”" in both.message
    assert "Members" not in both.fix


def test_where_nobody_says_which_entry_is_meant_that_is_the_question():
    found = asked(each_link(**{"data_source.licence": "open"}), {"data_links": [{}]})
    assert found.fix.startswith("Answer “Data source” in row 1 of “Data it uses”.")


def test_what_is_kept_about_people_and_the_organisation_is_an_administrators():
    person = asked({"business_owner.is_active": True}, {"business_owner": {"email": "a@b.eu"}})
    assert person.fix == "Ask an administrator of Muster to enter “Business owner: still here?”."
    org = asked({"org.pilot_limit_days": {"lte": 90}})
    assert (
        org.fix.startswith("Ask an administrator of Muster to enter “") and "of the organisation" in org.fix
    )


def test_a_reason_for_not_knowing_is_told_and_no_other_is_asked_for():
    found = asked({"eu_ai_tier": "minimal"}, {"eu_ai_tier": {"$unknown": "asked the vendor"}})
    assert found.message.endswith("“AI Act tier” (not known yet: asked the vendor).")
    assert found.fix == "Answer “AI Act tier”."


@pytest.mark.parametrize(
    ("fact", "fix"),
    [
        (
            NEAR | {"settled_by": "Ask the others."},
            "“Near in the portfolio” can't be answered directly. Ask the others.",
        ),
        (NEAR | {"label": "Others like it"}, "“Others like it” is worked out from other entries."),
        (
            {"kind": "ai_act", "of": "use_case"},
            "“AI Act tier that the answers lead to” follows from the answers under “EU AI Act”.",
        ),
        ({"kind": "readiness", "of": "use_case"}, "“Near” is worked out from the data that this entry uses"),
    ],
)
def test_what_is_worked_out_is_asked_of_nobody(fact, fix):
    path = {"ai_act": "tier", "readiness": "score"}.get(fact["kind"], "size")
    found = asked({f"facts.near.{path}": "minimal" if path == "tier" else {"lte": 0}}, fact=fact)
    assert found.message.startswith("We can't check this yet. Not known yet: “")
    assert found.fix.startswith(fix)
    assert "Answer “" not in found.fix


def test_a_fact_known_within_bounds_is_not_known_yet_either():
    found = asked({"facts.near.size": {"lte": 0}}, fact=NEAR, known={"near": {"size": 0, "size_max": 3}})
    assert found.message == "We can't check this yet. Not known yet: “Near in the portfolio”."


def test_what_follows_from_other_answers_is_not_asked_for_itself():
    found = asked({"lawful_bases": {"empty": False}})
    assert found.fix == "“Lawful bases” follows from other answers."


def test_of_a_count_what_leaves_it_open_is_asked_and_not_the_count():
    that = {"count": {"in": "tools", "where": {"status": "sanctioned"}, "gte": 1}}
    found = asked(that, {"tools": [{"key": "a", "title": "A"}]})
    assert found.message == "We can't check this yet. Not answered: “Status” of “A”."
    assert found.fix == "Open the tool in row 1 of “Tools” and answer “Status” there."


def test_thousands_of_rows_are_not_listed_one_by_one():
    found = asked(each_link(minimised=True), {"data_links": [{}] * 1_000})
    assert len(found.fix) < 400
    assert "and 980 more of “Data it uses”" in found.fix


def test_what_the_pack_asks_stands_for_an_unknown_and_the_fix_for_a_failure_alone():
    packs = packs_of(rule_of(require=[check_of({"rag_enabled": True}, ask="Ask the builder.")]))
    unknown, fail = (report_on(packs, said).findings[0] for said in ({}, {"rag_enabled": False}))
    assert (unknown.outcome, unknown.fix, unknown.remedy) == ("unknown", "Ask the builder.", "")
    assert unknown.message == "We can't check this yet. Not answered: “Does it look things up in documents?”."
    assert (fail.outcome, fail.fix, fail.remedy) == ("fail", "Make it so.", "")
