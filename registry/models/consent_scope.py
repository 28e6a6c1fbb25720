"""What a group of people agreed to, how, and until when."""

from registry.models import columns
from registry.models.entry import KindRow


class ConsentScope(KindRow):
    """What a group of people agreed to, how, and until when."""

    permitted_data_uses = columns.choices("data_use")
    permitted_purposes = columns.many("Purpose", "consent_scope_as_permitted_purposes")
    permitted_categories = columns.choices("data_category")
    permitted_channels = columns.choices("channel")
    permitted_third_parties = columns.texts()
    covers_profiling = columns.yes_no()
    covers_model_training = columns.yes_no()
    covers_automated_decisions = columns.yes_no()
    covers_third_party_sharing = columns.yes_no()
    share_of_profiles = columns.decimal()
    consent_type = columns.choice("consent_type")
    is_soft_opt_in = columns.yes_no()
    separate_from_terms = columns.yes_no()
    withdrawal_as_easy = columns.yes_no()
    withdrawal_propagation_hours = columns.decimal()
    withdrawal_systems = columns.many("Tool", "consent_scope_as_withdrawal_systems")
    proof_stored = columns.yes_no()
    wording_version = columns.line()
    collected_from = columns.day()
    valid_months = columns.whole()
    refreshed_on = columns.day()
    min_age = columns.whole()
    parental_verification = columns.yes_no()
    framework = columns.choice("consent_framework")
    tcf_policy_version = columns.choice("tcf_policy_version")
    tcf_disclosed_vendors = columns.yes_no()
    tcf_purposes = columns.choices("tcf_purpose")
    tcf_special_features = columns.choices("tcf_special_feature")
    gpp_sections = columns.choices("gpp_section")
    honours_gpc = columns.yes_no()
    jurisdictions = columns.choices("jurisdiction")
