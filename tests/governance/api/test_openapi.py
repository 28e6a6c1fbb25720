"""The OpenAPI document: valid, complete, and true to what is served."""

import json

import pytest
from django.core.management import call_command
from django.urls import URLPattern
from openapi_spec_validator import OpenAPIV31SpecValidator

from governance.api.openapi import document
from governance.api.urls import urlpatterns
from tests.governance.api.conftest import Program

OPERATIONS = [
    (path, method, operation)
    for path, item in json.loads(json.dumps(document()))["paths"].items()
    for method, operation in item.items()
]
by_operation = pytest.mark.parametrize(
    "operation", [operation for _, _, operation in OPERATIONS], ids=lambda one: one["operationId"]
)


def test_the_document_is_valid_openapi_3_1():
    assert document()["openapi"].startswith("3.1")
    OpenAPIV31SpecValidator(json.loads(json.dumps(document()))).validate()


def test_its_maker_has_nothing_to_complain_about(tmp_path):
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(tmp_path / "openapi.yaml"))


def test_every_route_is_in_it_and_nothing_else():
    named = [pattern for pattern in urlpatterns if isinstance(pattern, URLPattern) and pattern.name]
    assert len({path for path, _, _ in OPERATIONS}) == len(named)
    assert all(path.startswith("/api/v1/") for path, _, _ in OPERATIONS)


@by_operation
def test_every_operation_tells_its_problems(operation):
    assert {"400", "401", "403", "406", "500", "503"} <= set(operation["responses"])
    for status, response in operation["responses"].items():
        if int(status) >= 400:
            problem = response["content"]["application/problem+json"]
            assert problem["schema"]["$ref"].endswith("/Problem")
            assert problem["examples"]


@by_operation
def test_every_operation_is_closed_without_a_token_and_has_a_summary(operation):
    assert {"token": []} in operation["security"] and {} not in operation["security"]
    assert operation["summary"]


def test_the_policy_check_shows_what_goes_in_and_what_comes_out():
    operation = document()["paths"]["/api/v1/policy-checks/"]["post"]
    assert set(operation["requestBody"]["content"]) == {
        "application/json",
        "application/yaml",
        "application/x-yaml",
        "text/yaml",
    }
    answers = operation["responses"]["200"]["content"]
    assert answers["application/json"]["examples"] and answers["application/sarif+json"]["examples"]


def test_programs_and_signed_in_people_can_read_it(campaign_manager, client):
    assert Program(campaign_manager).get("openapi.json").json() == json.loads(json.dumps(document()))
    assert client.get("/api/v1/openapi.json").status_code == 401
    client.force_login(campaign_manager)
    assert client.get("/api/v1/openapi.json").status_code == 200
