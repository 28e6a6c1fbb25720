"""No model has a way around the services: nothing is added, changed or deleted by hand."""

import pytest
from django.contrib import admin
from django.urls import reverse

from governance.services.delegations import delegate_seat
from registry import clock
from registry.admin.base import ReadOnlyAdmin
from tests.personas import make_entry, make_person, make_submission, make_waiver

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]
OURS = {
    model: it
    for model, it in admin.site._registry.items()
    if model._meta.app_label in {"governance", "registry"}
}


def test_every_model_in_the_admin_is_read_and_none_is_edited(client, administrator, privacy_officer, it_lead):
    make_submission(make_entry(description="AI"))
    make_waiver(make_entry(description="AI"))
    delegate_seat(it_lead.seats.get(), privacy_officer, by=it_lead, until=clock.today(), reason="On leave.")
    make_person("Nora New", team="marketing")
    client.force_login(administrator)

    shown = 0
    for model, it in OURS.items():
        assert isinstance(it, ReadOnlyAdmin), model
        assert set(it.actions or ()) <= {"decide"}, model
        thing = model._default_manager.order_by("pk").first()
        if thing is None:
            continue
        shown += 1
        before = list(model._default_manager.order_by("pk").values())
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        for act in ("change", "delete"):
            address = reverse(f"{name}_{act}", args=[thing.pk])
            said = {field.name: "1" for field in model._meta.fields} | {"_save": "Save", "post": "yes"}
            assert client.post(address, said).status_code == 403, address
            assert client.patch(address, b"title=1").status_code == 403, address
        chosen = {"action": "delete_selected", "_selected_action": [thing.pk], "post": "yes"}
        client.post(reverse(f"{name}_changelist"), chosen)
        assert list(model._default_manager.order_by("pk").values()) == before, model
    assert shown >= 6
