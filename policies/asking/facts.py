"""Which facts over the portfolio can still move, and what of the record would move them."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from policies.asking.gaps import first_gap, gaps_in
from policies.asking.law import legal_gaps
from policies.asking.openly import OpenSubject
from policies.engine.membership import fields_read
from policies.language.context import FactSpec
from policies.record.fields import KINDS, fields_of

# The fields that a fact is worked out from, wherever they stand in a record or in what it links to.
_CONSENT: Final = (
    "data_links models tools purposes data_uses uses_profiling decision_mode decision_effect adm_exception "
    "direct_marketing_channels profile processes_personal_data processor_role trained_on_customer_data "
    "training_data evaluation_data usage data_source consent_scope lawful_basis data_categories "
    "contains_personal_data consent_scopes consent_mix unified_profile share_of_profiles expires_on "
    "permitted_categories permitted_data_uses permitted_purposes permitted_channels is_soft_opt_in "
    "covers_model_training covers_profiling covers_automated_decisions covers_third_party_sharing code"
)
_READINESS: Final = (
    "data_links data_source usage profile processing_mode personalisation_level contains_personal_data "
    "quality_score quality_checked_on freshness_hours freshness_sla_hours identity_method "
    "identity_match_rate identity_checked_on legal_collection_purpose consent_scopes expires_on source_type "
    "rights_cleared access_model access_reviewed_on api_available"
)
_OVERLAP: Final = (
    *("title", "description", "intended_purpose", "product", "vendor", "tool_category", "capabilities"),
    *("use_case_type", "uses_capabilities", "journey_stages", "data_links", "profile", "data_subjects"),
    *("products_named", "vendors_named", "provider", "intended_use", "task", "base_model"),
    *("training_data", "source_type", "data_categories", "data_categories_sent"),
)
_READ: Final[Mapping[str, frozenset[str]]] = {
    "consent": frozenset(_CONSENT.split()),
    "readiness": frozenset(_READINESS.split()),
}


class OpenFacts(NamedTuple):
    """``held``: what stays as it is; ``moved_by``: by the name of each other fact what would move it."""

    held: dict[str, Any]
    moved_by: dict[str, tuple[str, ...]]


def open_facts(subject: OpenSubject, specs: Mapping[str, FactSpec]) -> OpenFacts:
    """What is known of the facts in ``subject``, whatever else the record comes to say."""
    held, moved_by = dict(subject.facts), {}
    for name, spec in specs.items():
        if spec.kind == "ai_act":
            law = legal_gaps(subject)
            moved_by[name] = law.gaps
            if law.gaps and name in held:
                held[name] = {"tier": law.tier} if law.tier else {}
            continue
        moved_by[name] = tuple(_gaps(spec, subject))
        if moved_by[name]:
            held.pop(name, None)
    return OpenFacts(held, moved_by)


def _gaps(spec: FactSpec, subject: OpenSubject) -> Iterator[str]:
    if spec.kind in _READ:
        yield from gaps_in(subject.kind, subject.record, _READ[spec.kind])
        return
    for steps in _own_fields(spec, subject.kind):
        gap = first_gap(subject.record, "/" + "/".join(steps))
        if gap:
            yield gap


def _own_fields(spec: FactSpec, kind: str) -> list[tuple[str, ...]]:
    """The fields of the record itself by which others are compared with it."""
    if spec.kind == "overlap":
        return [(name,) for name in _OVERLAP if kind in KINDS and name in fields_of(kind)]
    if spec.kind not in ("peers", "linked"):
        return []
    read = {path.steps for path in (*spec.same, spec.similar) if path is not None}
    return sorted(read | fields_read(spec.where, "record"))
