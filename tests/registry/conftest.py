"""The registry by itself: what others hang onto its changes is tested where it is theirs."""

import pytest


@pytest.fixture(autouse=True)
def _no_one_listens(settings):
    settings.MUSTER_AFTER_CHANGE = []
