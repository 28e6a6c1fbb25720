"""Rules: the policy engine. Imports no Django, opens no socket or database and reads no clock."""

from policies.engine import Finding, Place, Report, check
from policies.errors import ManifestError, PackError, PolicyError, YamlError
from policies.language.packs import Packs, load_packs

__all__ = [
    "Finding",
    "ManifestError",
    "PackError",
    "Packs",
    "Place",
    "PolicyError",
    "Report",
    "YamlError",
    "check",
    "load_packs",
]
