"""What it takes to change a field: from an answer that is only missing to work on the system itself."""

from typing import Final, Literal

from policies.record.fields import Field

Effort = Literal["answering", "decision", "document", "building"]
COST: Final[dict[Effort, int]] = {"answering": 1, "decision": 2, "document": 3, "building": 5}
# What the law, the people or the data make so: an entry is not mended by saying something else.
_FIXED: Final = (
    "lawful_basis special_category_bases covers_model_training covers_profiling permitted_data_uses "
    "covers_automated_decisions covers_third_party_sharing permitted_categories permitted_purposes "
    "permitted_channels is_soft_opt_in valid_months refreshed_on consent_type consent_mix share_of_profiles "
    "quality_score identity_match_rate freshness_hours "
    "processes_personal_data contains_personal_data data_categories data_subjects data_subject_count "
    "includes_children includes_employees vulnerable_groups special_categories eu_ai_tier eu_ai_role "
    "art5_practices annex_iii_points art50_triggers annex_i_product emotions_read_of lawful_bases "
    "collected_from key title owner_team kind lifecycle_stage placed_on_market_on party_type "
    "jurisdictions member_states is_public_body trained_on_customer_data decision_effect "
    "significant_decision_domains use_case_type ai_technique country headcount omb_high_impact omb_impact "
    "acts_on_customers"
)
_BUILT: Final = (
    "rag_access_control output_validation rate_limited spend_cap_monthly agent_tools_allowlisted "
    "human_oversight kill_switch_tested_on prompt_holds_secrets agent_max_privilege agentic_autonomy "
    "human_fallback_channel appeal_url decision_mode uses_profiling grounding rag_enabled"
)
_WRITTEN: Final = frozenset({"assessments", "risks", "monitoring_plan_url", "instructions_for_use_url"})


def effort_of(field: Field, *, was_said: bool) -> Effort | None:
    """The effort of saying something, or something else; None for what was said and is simply so."""
    if field.derived or (was_said and field.name in _FIXED.split()):
        return None
    if not was_said and field.type not in ("parts", "url", "date"):
        return "answering"
    if field.name in _WRITTEN:
        return "document"
    if field.name in _BUILT.split():
        return "building"
    return "document" if field.type in ("parts", "url") else "decision"
