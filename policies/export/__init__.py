"""A registry export: what a server knows, in one file, for checks where there is no server."""

from policies.export.reading import read_export
from policies.export.registry import RegistryExport

__all__ = ["RegistryExport", "read_export"]
