"""What a change of the rules would do is asked of the same records that a check sees."""

import pytest

from governance.assessing import State
from governance.models import Assessment
from governance.services.impact import impact_of
from tests.personas import make_entry
from tests.policies.writing import check_of, pack_text, packs_of, rule_of

pytestmark = pytest.mark.django_db


def at_most(number):
    return rule_of(require=[check_of({"count": {"in": "assessments", "lte": number}})])


def test_what_is_held_of_an_entry_is_put_into_its_record_once(settings, tmp_path, auditor):
    (tmp_path / "test.yaml").write_text(pack_text(at_most(1)))
    settings.MUSTER_PACKS = [str(tmp_path / "test.yaml")]
    entry = make_entry(assessments=[])
    said = {"revision": entry.revision_count, "manifest_digest": entry.manifest_digest, "outline": {}}
    Assessment.objects.create(entry=entry, type="dpia", state=State.IN_PROGRESS, author=auditor, **said)
    assert impact_of(packs_of(at_most(2)), reader=auditor).moved == ()
    (moved,) = impact_of(packs_of(at_most(0)), reader=auditor).moved
    assert (moved.before, moved.after) == ("pass", "fail")
