"""What of a record is compared, and what is not."""

import pytest

from policies.asking import facts as asking
from policies.overlap import THRESHOLDS, signature
from policies.record.fields import fields_of


class Watched(dict):
    """A record that remembers what was asked of it."""

    def __init__(self, said):
        super().__init__(said)
        self.read = set()

    def get(self, name, default=None):
        self.read.add(name)
        return super().get(name, default)


@pytest.mark.parametrize("kind", THRESHOLDS)
def test_a_question_is_asked_of_whatever_is_compared_and_never_of_what_is_sensitive(kind):
    record = Watched({"kind": kind, "key": "a", "title": "Churn rescue"})
    signature(record)
    compared = record.read - {"kind", "key"}
    fields = fields_of(kind)
    assert compared & fields.keys() == set(asking._OVERLAP) & fields.keys()
    assert not [name for name in compared & fields.keys() if fields[name].sensitive]


def test_what_was_chosen_for_want_of_a_choice_is_nothing_in_common():
    said = {"kind": "use_case", "key": "a", "title": "Churn rescue", "use_case_type": "other"}
    assert "job" not in signature(said).facets
