"""What a person said in a sensitive field leaves the engine by no outlet; where it stands does."""

import json
from datetime import date

import pytest

from policies import explain
from policies.record.fields import KINDS, PARTS, SUPPORTING, fields_of
from policies.record.masking import is_masked, is_sensitive, masked
from policies.reporters.explained import Explained, explained_json, explained_text
from policies.reporters.report_json import to_json
from policies.reporters.run import Checked, Run
from policies.reporters.sarif import to_sarif
from policies.reporters.text import to_text
from tests.policies.writing import TODAY, check_of, packs_of, report_on, rule_of

CANARY = "canary-7f3a"


def outlets(record, *checks, when=None, **changes):
    """Everything that is said of a record: the reports in all forms, and the explanation in both."""
    packs = packs_of(rule_of(when=when, require=list(checks), **changes))
    report = report_on(packs, record)
    assert report.findings or "passes" in changes
    run = Run(TODAY, packs, (Checked(report, "x.yaml"),))
    whole = {"kind": "use_case", "key": "x"} | record
    said = Explained(explain(whole, packs, "TST-001", as_of=TODAY), "x.yaml", lambda _: (1, 1))
    return {
        "report": json.dumps(report.to_json(), ensure_ascii=False),
        "text": to_text(run),
        "json": to_json(run),
        "sarif": to_sarif(run),
        "explained": explained_text([said]),
        "explained as json": json.dumps(explained_json([said]), ensure_ascii=False),
    }


def assert_silent(found, pointer=""):
    for name, text in found.items():
        assert CANARY not in text, name
        assert pointer in text, name


CHECKS = {
    "compared": {"contact_email": "a@b.eu"},
    "of a thing": {"accountable_person.email": {"ends_with": "@b.eu"}},
    "a thing as a whole": {"accountable_person": {"exists": False}, "title": {"ne": "x"}},
    "in a list": {"every": {"in": "incidents", "satisfies": {"root_cause": {"min_length": 500}}}},
    "inside not": {"not": {"contact_email": {"ends_with": "@b.com"}}},
    "of the organisation": {"org.joint_controllers": {"empty": True}},
    "as what is compared with": {"title": {"eq": {"field": "contact_email"}}},
    "as a union": {"vulnerable_groups": {"subset": {"union": {"in": "incidents", "of": "summary"}}}},
}
RECORD = {
    "title": "A title",
    "contact_email": f"{CANARY}@b.com",
    "lessons_learned": CANARY,
    "vulnerable_groups": ["children"],
    "accountable_person": {"email": f"{CANARY}@b.com", "name": CANARY, "job_role": CANARY},
    "incidents": [{"summary": CANARY, "root_cause": CANARY}],
    "org": {"joint_controllers": [CANARY], "dpo_email": f"{CANARY}@b.com"},
}


@pytest.mark.parametrize("name", CHECKS)
def test_no_outlet_quotes_what_is_sensitive(name):
    assert_silent(outlets(RECORD, check_of(CHECKS[name])))


def test_a_message_with_a_sensitive_field_in_it_is_masked():
    message = "{contact_email} of {accountable_person.name}, {org.joint_controllers}."
    found = outlets(RECORD, check_of({"rag_enabled": True, "title": "no"}, message))
    assert_silent(found)
    assert "••• (text, 17 characters) of ••• (text, 11 characters), ••• (1 value)." in found["text"]


def test_what_makes_a_rule_apply_is_masked_too():
    found = outlets(RECORD, check_of({"title": "no"}), when={"contact_email": {"exists": True}})
    assert_silent(found)


def test_the_reason_why_it_is_not_known_is_masked_as_well():
    record = RECORD | {"contact_email": {"$unknown": f"{CANARY} has left"}}
    found = outlets(record, check_of({"contact_email": "a@b.eu"}))
    assert_silent(found, "/contact_email")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("contact_email", [CANARY]),
        ("accountable_person", CANARY),
        ("accountable_person", [CANARY]),
        ("incidents", CANARY),
        ("incidents", [CANARY]),
        ("incidents", [{"root_cause": [CANARY]}]),
    ],
)
def test_a_value_of_a_wrong_type_is_not_quoted_either(field, value):
    deep = {
        "contact_email": {"contact_email": {"starts_with": "a"}},
        "accountable_person": {"accountable_person.name": {"starts_with": "a"}},
        "incidents": {"some": {"in": "incidents", "where": {"root_cause": {"starts_with": "a"}}}},
    }
    found = outlets(RECORD | {field: value}, check_of(deep[field]))
    assert_silent(found)
    assert '"error"' in found["report"]


def test_the_pointer_the_label_and_a_hint_of_the_kind_of_value_stay():
    packs = packs_of(rule_of(require=[check_of({"contact_email": "a@b.eu"})]))
    (finding,) = report_on(packs, RECORD).findings
    (place,) = finding.pointers
    assert (place.pointer, place.label) == ("/contact_email", "Contact e-mail")
    assert place.actual == "••• (text, 17 characters)"


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        (True, "yes or no"),
        (3, "number"),
        ("a", "text, 1 character"),
        ([1, 2], "2 values"),
        (date(2026, 1, 1), "date"),
        ({"a": 1}, "not shown"),
    ],
)
def test_a_mask_tells_the_kind_and_nothing_else(value, hint):
    assert masked(value) == f"••• ({hint})"
    assert is_masked(masked(value))


def test_every_way_to_reach_a_person_is_sensitive():
    for table in (*KINDS, *PARTS, *SUPPORTING):
        for name, field in fields_of(table).items():
            reaches = field.type == "email" or name in {"dpo_name", "representative_name"}
            assert field.sensitive or not reaches, f"{table}.{name}"
    assert all(fields_of("person")[name].sensitive for name in ("name", "email", "job_role"))


@pytest.mark.parametrize(
    ("pointer", "sensitive"),
    [
        ("/contact_email", True),
        ("/incidents/0/root_cause", True),
        ("/incidents/0", True),
        ("/data_links/0/data_source/criminal_data", True),
        ("/org/dpo_email", True),
        ("/data_links/0/data_source/title", False),
        ("/title", False),
        ("/no_such_field", False),
        ("", False),
        ("/contact_email/deeper", True),
    ],
)
def test_a_pointer_leads_to_something_sensitive_or_not(pointer, sensitive):
    assert is_sensitive("use_case", pointer) is sensitive
