"""How many queries an answer costs: counted, and the same for one row and for many."""

import pytest
from django.test.utils import CaptureQueriesContext

from tests.governance.api.conftest import Program

MOST = {
    "entries/": 9,
    "findings/": 12,
    "submissions/": 8,
    "entries/{}/": 9,
    "entries/{}/findings/": 14,
    "entries/{}/revisions/": 10,
    "submissions/{}/": 14,
    "check": 22,
    "put": 60,
}


@pytest.fixture
def count(campaign_manager, django_db_blocking=None):
    from django.db import connection

    program = Program(campaign_manager)
    program.get("schemas/tool/")  # notes the use of the token, once an hour

    def counted(call) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = call(program)
        assert answer.status_code in {200, 201}, answer.content
        return len(queries)

    return counted
