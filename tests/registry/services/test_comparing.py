"""Comparing what waits: by one worker at a time, whose work stands when it dies."""

import uuid
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import OperationalError, connection

from registry import clock
from registry.models import Alias, OverlapKey, OverlapPair, OverlapPass, OverlapSignature
from registry.models.overlaps import STALE_AFTER
from registry.overlaps.comparison import Comparison
from registry.overlaps.keys import find_shares
from registry.overlaps.scoring import Scorer
from registry.services import comparing
from registry.services.comparing import compare_everything, compare_waiting, waiting
from registry.services.entries import save_manifests
from registry.services.signing import sign_stale
from tests.personas import change_entry, make_entry, make_team
from tests.racing import at_once

SAME = {"title": "Voice Insights", "vendor": "Tallis", "product": "Voice Insights"}


@pytest.mark.django_db
def test_saving_the_same_again_lets_nothing_wait_and_changes_no_pair():
    twins = [make_entry("tool", **SAME) for _ in range(2)]
    compare_everything()
    before = list(OverlapPair.objects.values())
    save_manifests([entry.document for entry in twins], by=None)
    change_entry(twins[0], annual_cost=12)
    assert not waiting().exists()
    compare_everything()
    assert list(OverlapPair.objects.values()) == before
    assert before


@pytest.mark.django_db
def test_a_pair_goes_when_a_side_becomes_something_else_and_comes_back_with_it():
    twins = [make_entry("tool", **SAME) for _ in range(2)]
    compare_everything()
    change_entry(twins[1], title="Stock planner", product="Stock planner")
    compare_everything()
    assert not OverlapPair.objects.exists()
    change_entry(twins[1], **SAME)
    compare_everything()
    assert OverlapPair.objects.get().level == "duplicate"


@pytest.mark.django_db
def test_other_names_make_what_is_signed_stale_and_only_what_they_change_is_compared_again():
    make_entry("tool", title="Lumora", vendor="Lumora", product="Lumora")
    renamed = make_entry("tool", title="Kestrel", vendor="Kestrel", product="Kestrel")
    unmoved = make_entry("tool", title="Stock planner", vendor="Tallis", product="Stock planner")
    compare_everything()
    Alias.objects.create(of="product", vendor="Lumora", name="Lumora", also="Kestrel")
    assert sign_stale() == 3
    waits = set(waiting().values_list("entry", flat=True))
    assert renamed.pk in waits and unmoved.pk not in waits
    assert sign_stale() == 0


@pytest.mark.django_db
def test_what_was_signed_before_products_were_compared_that_entries_name_is_signed_anew():
    entry = make_entry("use_case", products_named=["M365 Copilot"])
    row = OverlapSignature.objects.get(entry=entry)
    now, row.digest, row.data = row.data, "of before", row.data | {"facets": {}}
    row.save()
    assert sign_stale() == 0
    import_module("registry.migrations.0012_products_named").let_all_be_signed_anew(apps, None)
    assert sign_stale() == 1
    assert OverlapSignature.objects.get(entry=entry).data == now
    assert now["facets"]["named"] == ["microsoft|365copilot"]


@pytest.mark.django_db
def test_what_nobody_signed_is_signed_and_an_entry_takes_its_rows_along():
    entry = make_entry("tool", **SAME)
    OverlapSignature.objects.all().delete()
    OverlapKey.objects.all().delete()
    compare_everything()
    assert OverlapSignature.objects.get().entry == entry
    assert OverlapKey.objects.filter(entry=entry).exists()
    entry.revisions.all().delete()
    entry.delete()
    assert not OverlapSignature.objects.exists() and not OverlapKey.objects.exists()


@pytest.mark.django_db
def test_who_was_not_heard_of_for_long_is_taken_over_and_writes_no_more(monkeypatch):
    for _ in range(2):
        make_entry("tool", **SAME)
    held = OverlapPass.objects.create(claim=uuid.uuid4())
    assert not compare_waiting()
    with clock.at(clock.now() + STALE_AFTER + timedelta(seconds=1)):
        assert compare_waiting()
    assert OverlapPair.objects.count() == 1
    with pytest.raises(comparing.TakenOver):
        comparing._note(held)


@pytest.mark.django_db
@pytest.mark.parametrize("heard", [timedelta(), STALE_AFTER + timedelta(seconds=1)])
def test_where_two_rows_were_made_at_once_still_only_one_worker_runs(heard):
    for _ in range(2):
        make_entry("tool", **SAME)
    for is_running in (False, True):
        OverlapPass.objects.create(claim=uuid.uuid4(), is_running=is_running)
    with clock.at(clock.now() + heard):
        assert compare_waiting() == bool(heard)
    assert OverlapPair.objects.count() == bool(heard)


@pytest.mark.django_db
def test_two_that_find_each_other_are_compared_once():
    for _ in range(2):
        make_entry("tool", **SAME)
    first, second = OverlapSignature.objects.order_by("pk")
    comparison = Comparison(find_shares, Scorer())
    [[one]] = comparison.compare([[first]])
    comparison.stand([one])
    [[other]] = comparison.compare([[second]])
    assert list(one.matches) == [second.pk] and not one.scored
    assert list(other.scored) == [first.pk] and not other.matches


@pytest.mark.django_db
def test_another_release_compares_everything_again(monkeypatch):
    for _ in range(2):
        make_entry("tool", **SAME)
    compare_everything()
    OverlapSignature.objects.update(compared_by="older")
    OverlapPair.objects.update(score=0.1)
    compare_everything()
    assert OverlapPair.objects.get().score > 0.5


@pytest.mark.django_db(transaction=True)
def test_of_two_who_register_the_same_thing_at_once_a_pair_is_found():
    make_team("marketing")
    at_once(*[lambda: make_entry("tool", **SAME) for _ in range(3)])
    compare_waiting()
    assert OverlapPair.objects.count() == 3


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_find_what_one_finds_and_wait_for_nobody():
    assert connection.vendor == "postgresql"
    make_team("marketing")
    entries = [make_entry("tool", **SAME) for _ in range(4)]
    OverlapSignature.objects.update(compared_by="")
    acts = [compare_waiting, compare_waiting, lambda: change_entry(entries[0], annual_cost=3)]
    assert not [outcome for outcome in at_once(*acts) if isinstance(outcome, Exception)]
    compare_waiting()
    assert OverlapPair.objects.count() == 6
    assert not waiting().exists()


@pytest.mark.django_db
def test_what_failed_is_done_by_the_next_at_once(monkeypatch):
    for _ in range(2):
        make_entry("tool", **SAME)

    def failing(*_):
        raise OperationalError("deadlock detected")

    with monkeypatch.context() as broken, pytest.raises(OperationalError):
        broken.setattr(Comparison, "compare", failing)
        compare_waiting()
    assert compare_waiting()
    assert OverlapPair.objects.count() == 1
