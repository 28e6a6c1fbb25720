"""Settings that would give something away stop the start."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from governance.config.values import at_least, https_address


@pytest.mark.parametrize("address", ["http://hooks.example.org/x", "hooks.example.org", "ftp://localhost/"])
def test_a_webhook_that_others_could_read_along_is_refused(address):
    with pytest.raises(ImproperlyConfigured, match=r"HOOK has to begin with https://"):
        https_address("HOOK", address)


@pytest.mark.parametrize(
    "address", ["", "https://hooks.example.org/x", "http://127.0.0.1:9/x", "http://[::1]/"]
)
def test_one_behind_tls_or_on_this_machine_is_taken(address):
    assert https_address("HOOK", address) == address


def test_a_number_too_small_to_be_meant_is_refused():
    assert at_least(31, "DAYS", 31) == 31
    with pytest.raises(ImproperlyConfigured, match="DAYS has to be 31 or more"):
        at_least(31, "DAYS", 30)
