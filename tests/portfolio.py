"""A register and rules to check as a whole, and how much of it a pass asks."""

from datetime import timedelta

from governance.models import CheckRun
from governance.services.portfolio import check_portfolio
from registry import clock
from registry.services.entries import save_manifests
from registry.services.organisation import define_kpi
from tests.manifests import random_manifests
from tests.personas import make_team
from tests.policies.writing import check_of, pack_text, rule_of


def rules(settings, tmp_path, *said, **more):
    (tmp_path / "own.yaml").write_text(pack_text(*said, **more))
    settings.MUSTER_PACKS = [str(tmp_path / "own.yaml")]


def asking(kind, that):
    return rule_of(applies_to=[kind], require=[check_of(that)])


def register_by_chance(number: int) -> None:
    make_team("t")
    define_kpi("k", "KPI", by=None)
    save_manifests(random_manifests(3, number, {"team": ["t"], "kpi": ["k"]}), by=None)
    CheckRun.objects.all().delete()


def asked(**later):
    with clock.at(clock.now() + timedelta(**later)):
        return check_portfolio().evaluated
