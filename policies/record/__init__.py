"""What is registered: the field tables, the manifest people write and the record rules read."""

from policies.record.fields import KINDS, Field, fields_of, term_label, vocabulary
from policies.record.manifest import Manifest, load_manifests, validate_manifest
from policies.record.problems import Problem
from policies.record.resolve import Resolver, references, resolve, resolve_organisation
from policies.record.schema import manifest_schema

__all__ = [
    "KINDS",
    "Field",
    "Manifest",
    "Problem",
    "Resolver",
    "fields_of",
    "load_manifests",
    "manifest_schema",
    "references",
    "resolve",
    "resolve_organisation",
    "term_label",
    "validate_manifest",
    "vocabulary",
]
