"""The register resolves records the same for everyone, in as many queries as there are tables."""

import pytest

from registry.documents import Register
from registry.services.entries import save_manifests
from registry.services.organisation import define_purpose, set_organisation
from registry.services.people import create_team, invite_person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def register():
    create_team("retention", "Retention", by=None, function="marketing")
    invite_person("ann@example.com", "Ann", by=None)
    define_purpose("loyalty", "Loyalty", by=None, data_use="marketing")
    set_organisation(by=None, legal_name="Acme", jurisdictions=["EU"])
    common = {"muster": 1, "owner_team": "retention", "title": "T"}
    crm = common | {"kind": "data_source", "key": "crm", "legal_collection_purpose": ["loyalty"]}
    churn = common | {"kind": "use_case", "key": "churn", "data_links": [{"data_source": "crm"}]}
    save_manifests([crm, churn | {"accountable_person": "ann@example.com"}], by=None)


def record_of(register, key):
    return next(record for record in register.records() if record["key"] == key)


def test_a_record_has_its_links_its_people_and_its_organisation_in_place():
    record = record_of(Register(), "churn")
    assert record["data_links"][0]["data_source"]["legal_collection_purpose"][0]["data_use"] == "marketing"
    assert record["accountable_person"]["name"] == "Ann"
    assert record["owner_team"] == {"key": "retention", "name": "Retention", "function": "marketing"}
    assert record["org"]["jurisdictions"] == ["EU"]


def test_a_manifest_that_is_not_registered_goes_before_the_registered_one():
    draft = {"muster": 1, "kind": "data_source", "key": "crm", "title": "New CRM", "owner_team": "retention"}
    record = record_of(Register(also=[draft]), "churn")
    assert record["data_links"][0]["data_source"]["title"] == "New CRM"


def test_the_register_is_read_once_and_then_only_looked_at_in_one_query_a_table(
    django_assert_max_num_queries,
):
    with django_assert_max_num_queries(23):
        first = Register().records()
    with django_assert_max_num_queries(7):
        assert Register().records() == first
