"""Digests that the ledger tells of what its readers may not see.

Whoever can list what something may be finds it by its plain digest. The salt is kept with the thing, and is
shown nowhere.
"""

import secrets
from typing import Any

from policies.canonical import digest


def new_salt() -> str:
    return secrets.token_hex(16)


def salted_digest(salt: str, content: Any) -> str:
    """The plain digest where there is no salt: for what was kept before there were any."""
    return digest([salt, content]) if salt else digest(content)
