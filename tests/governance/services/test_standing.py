"""What has to be asked before a check that was made may stand on."""

from datetime import date

import pytest

from governance.services.standing import Doubt, Standing, Stood
from tests.policies.writing import packs_of, rule_of

pytestmark = pytest.mark.django_db


def test_what_the_rules_in_force_came_to_on_another_day_is_told_without_reading_them_again(
    django_assert_num_queries,
):
    packs = packs_of(rule_of())
    stood = Stood(1, 1, 1, date(2026, 7, 1), None, packs.digest, "", "inputs", "", b"p")
    with django_assert_num_queries(0):
        doubt = Standing(packs, date(2026, 7, 2)).doubt(stood, "inputs", "use_case", waived=False)
    assert doubt is Doubt.NONE
