"""Bodies, headers and addresses from people who mean harm: refused in a sentence, never a 5xx."""

import json
import random
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.governance.api.conftest import Program, manifest
from tests.personas import make_entry

CHECKS, PLACE = "policy-checks/", "entries/tool/mailer/"
GOOD = json.dumps(manifest())
BODIES = {
    "nothing": b"",
    "blanks": b"  \n ",
    "NUL": GOOD.replace("Mail", "\\u0000").encode(),
    "raw NUL": GOOD.replace("Mail", "\x00").encode(),
    "lone surrogate": GOOD.replace("Mail", "\\ud800").encode(),
    "10^400": GOOD.replace('"Mail service"', "1" + "0" * 400).encode(),
    "huge exponent": GOOD.replace('"Mail service"', "1e999999").encode(),
    "NaN": GOOD.replace('"Mail service"', "NaN").encode(),
    "infinity": GOOD.replace('"Mail service"', "-.inf").encode(),
    "deep lists": b"[" * 100_000,
    "deep mappings": b'{"a":' * 50_000,
    "duplicate keys": GOOD.replace("{", '{"kind": "tool",', 1).encode(),
    "UTF-16": GOOD.encode("utf-16"),
    "UTF-32": GOOD.encode("utf-32"),
    "Latin-1": GOOD.replace("Mail", "Brêf").encode("latin-1"),
    "overlong UTF-8": GOOD.encode().replace(b"Mail", b"\xc0\xaf"),
    "gzip": b"\x1f\x8b\x08\x00" + bytes(200),
    "alias bomb": b"a: &a [x]\nb: [*a, *a]\n",
    "tag": b"!!python/object/apply:os.system [ls]",
    "merge": b"muster: 1\n<<: {kind: tool}\n",
    "a list": b"[]",
    "a number": b"7",
    "null": b"null",
    "no manifests": b'{"manifests": []}',
    "manifests of nothing": b'{"manifests": [null, 7, "x"]}',
    "too many": json.dumps({"manifests": [manifest(key=f"k{n}") for n in range(51)]}).encode(),
    "twice": json.dumps({"manifests": [manifest(), manifest()]}).encode(),
    "a kind that is a list": GOOD.replace('"tool"', '["tool"]').encode(),
    "a kind that is a mapping": GOOD.replace('"tool"', '{"tool": {}}').encode(),
    "5 MB": b"# " + b"x" * 5_000_000,
}


def assert_refused(answer, most: int = 499) -> None:
    assert 400 <= answer.status_code <= most, answer.content[:300]
    assert answer["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == answer.status_code and body["type"].startswith("urn:muster:problem:")
    assert body["title"] and body["detail"] and "Traceback" not in str(body)


@pytest.mark.parametrize("name", BODIES)
def test_a_hostile_body_is_refused_with_a_problem(member, name):
    for kind in ("application/json", "application/yaml"):
        start = time.process_time()
        assert_refused(member.post(CHECKS, BODIES[name], kind))
        assert_refused(member.put(PLACE, BODIES[name], kind))
        assert time.process_time() - start < 2


def test_a_body_that_is_too_large_is_not_read_to_its_end(member):
    answer = member.post(CHECKS, BODIES["5 MB"])
    assert answer.status_code == 413 and "256 kB" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("text/plain", {}),
        ("multipart/form-data; boundary=x", {}),
        ("application/x-www-form-urlencoded", {}),
        ("application/json; charset=utf-16", {}),
        ("application/" + "x" * 5000, {}),
        ("application/json", {"Content_Encoding": "gzip"}),
        ("nonsense", {}),
    ],
)
def test_a_format_that_is_not_read_is_refused(member, kind, more):
    assert_refused(member.post(CHECKS, GOOD, kind, **more), 415)


@pytest.mark.parametrize("accept", ["application/pdf", "text/html", "x", "application/json;q=x,,;", ""])
def test_a_format_that_is_not_written_is_refused(member, accept):
    answer = member.post(CHECKS, GOOD, Accept=accept)
    assert answer.status_code in {200, 406}
    if accept in {"application/pdf", "text/html"}:
        assert_refused(answer, 406)


@pytest.mark.parametrize(
    "cursor", ["x", "cD14", "bz0x", "cD05OTk5OTk5OTk5OTk5OTk5OTk5OTk5", "%00", "é", "cj14", "w7w="]
)
def test_a_made_up_cursor_is_refused(member, cursor):
    make_entry("tool")
    answer = member.get(f"entries/?cursor={cursor}")
    assert answer.status_code in {200, 400}
    if answer.status_code == 400:
        assert_refused(answer)


@pytest.mark.parametrize(
    "path",
    [
        "entries/tool/%00/",
        "entries/tool/..%2f..%2fetc/",
        "entries/vendor/x/",
        "submissions/0/",
        "submissions/99999999999999999999/",
        "submissions/%C3%BF/",
        "entries",
        "nowhere/",
        "%ff/",
    ],
)
def test_an_address_that_leads_nowhere_is_a_problem_too(member, path):
    assert_refused(member.get(path), 404)
    assert_refused(Program(None).get(path), 404)


@pytest.mark.parametrize("path", ["/api/", "/api/v2/entries/", "/api/v1"])
def test_so_is_one_beside_the_api(client, path):
    assert_refused(client.get(path), 404)


@pytest.mark.parametrize("method", ["patch", "delete", "options", "trace"])
def test_methods_that_are_not_offered_are_refused(member, method):
    answer = getattr(member.client, method)("/api/v1/entries/", headers=member.headers)
    assert_refused(answer, 405)
    override = member.headers | {"X-HTTP-Method-Override": method.upper()}
    assert member.client.get("/api/v1/entries/", headers=override).status_code == 200


@pytest.mark.parametrize(
    ("kind", "said", "pointer"),
    [
        ("data_source", {"consent_scopes": [{"refreshed_on": "soon"}]}, "/consent_scopes/0/refreshed_on"),
        ("data_source", {"consent_scopes": [{"valid_months": -(10**7)}]}, "/consent_scopes/0/valid_months"),
        ("use_case", {"profile": {"data_categories": [1]}}, "/profile/data_categories/0"),
        ("use_case", {"profile": {"consent_scopes": [[]]}}, "/profile/consent_scopes/0"),
        ("use_case", {"profile": {"steward": [1]}}, "/profile/steward"),
        ("use_case", {"profile": {"$unknown": 5}}, "/profile/$unknown"),
        ("use_case", {"profile": {"special_categories": True}}, "/profile/special_categories"),
        (
            "use_case",
            {"shares_decision_logic_with": [{"data_links": [5]}]},
            "/shares_decision_logic_with/0/data_links/0",
        ),
        ("tool", {"vendor": {"name": 5}}, "/vendor/name"),
    ],
)
def test_what_is_said_in_place_of_a_link_is_held_to_the_schema_too(member, kind, said, pointer):
    answer = member.post(CHECKS, manifest(kind, "probe") | said)
    assert_refused(answer, 422)
    assert answer.json()["errors"][0]["pointer"] == pointer


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
NAMES = ("title", "vendor", "data_links", "tools", "status", "consent_scopes", "training_data", "renewal_on")
INSIDE = (
    "key",
    "refreshed_on",
    "valid_months",
    "data_categories",
    "consent_scopes",
    "vendor",
    "licences_paid",
)


def inline(value: st.SearchStrategy) -> st.SearchStrategy:
    """Mappings where a link may stand, with fields of the right names and values of any kind."""
    return st.dictionaries(st.sampled_from(INSIDE), value, max_size=4)


@settings(
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    database=None,
)
@given(
    kind=st.sampled_from(["use_case", "tool", "data_source", "ai_model", "consent_scope"]),
    said=st.dictionaries(
        st.sampled_from(NAMES),
        JSON | inline(JSON | inline(JSON)) | st.lists(inline(JSON | inline(JSON)), max_size=2),
        max_size=4,
    ),
)
def test_whatever_a_manifest_says_the_answer_is_an_answer(member, kind, said):
    answer = member.post(CHECKS, json.dumps(manifest(kind, "fuzzed") | said))
    if answer.status_code != 200:
        assert_refused(answer, 422)


@settings(
    max_examples=100,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    database=None,
)
@given(seed=st.integers(0, 2**32))
def test_a_damaged_body_is_an_answer_or_a_problem(member, seed):
    chance, body = random.Random(seed), bytearray(GOOD.encode())  # noqa: S311
    for _ in range(chance.randint(1, 6)):
        body[chance.randrange(len(body))] = chance.randrange(256)
    answer = member.post(CHECKS, bytes(body), chance.choice(["application/json", "text/yaml"]))
    if answer.status_code != 200:
        assert_refused(answer, 422)
