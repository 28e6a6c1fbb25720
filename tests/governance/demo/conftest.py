"""One year for all tests of the demonstration: living through it takes a while."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction


@pytest.fixture(scope="package")
def shown(django_db_setup, django_db_blocker):
    """What the command showed as it set up the demonstration, which is taken back in the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        out = StringIO()
        call_command("demo", "--no-serve", stdout=out)
        yield out.getvalue()
        transaction.set_rollback(True)
