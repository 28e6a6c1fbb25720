"""What a use case is tied to: data, KPIs, assessments and flows."""

from functools import partial

from django.db import models

from registry.models import columns
from registry.models.use_case import UseCase


class Part(models.Model):
    """A row of a use case's manifest; ``position`` keeps the order in which it was written."""

    position = models.PositiveSmallIntegerField()
    not_said = models.JSONField(default=dict, blank=True)

    class Meta:
        abstract = True
        ordering = ("use_case", "position")


class DataUse(Part):
    """What one use case does with one data source.

    Lawful basis and consent belong here and not on the source: the same records may be used on
    contract for billing and only on consent for training (GDPR Article 6).
    """

    use_case = models.ForeignKey(UseCase, models.CASCADE, related_name="data_links")
    data_source = models.ForeignKey("registry.DataSource", models.PROTECT, related_name="uses")
    usage = columns.choice("data_usage")
    data_categories = columns.choices("data_category")
    minimised = columns.yes_no()
    pseudonymised = columns.yes_no()
    data_uses = columns.choices("data_use")
    compatibility_assessed = columns.yes_no()
    justification = columns.text()
    lawful_basis = columns.choice("lawful_basis")
    consent_scope = columns.one("ConsentScope", "uses")
    notice_url = columns.url()

    def __str__(self) -> str:
        return f"{self.use_case} uses {self.data_source}"


class UseCaseKPI(Part):
    """The KPI a use case is meant to move, from where to where, and how far it came."""

    use_case = models.ForeignKey(UseCase, models.CASCADE, related_name="kpi_links")
    kpi = models.ForeignKey("registry.KPI", models.PROTECT, related_name="uses")
    baseline_value = columns.decimal()
    baseline_on = columns.day()
    target_value = columns.decimal()
    target_on = columns.day()
    actual_value = columns.decimal()
    measured_on = columns.day()
    attribution_method = columns.choice("attribution")
    credit_split = columns.structure()
    value_per_year = columns.decimal()

    def __str__(self) -> str:
        return f"{self.use_case} moves {self.kpi}"


class Assessment(Part):
    """A DPIA, LIA, TIA, FRIA, security review or the like."""

    use_case = models.ForeignKey(UseCase, models.CASCADE, related_name="assessments")
    type = models.CharField(max_length=100, choices=partial(columns.terms, "assessment_type"))
    status = columns.choice("assessment_status")
    completed_on = columns.day()
    valid_until = columns.day()
    assessor = columns.one("User", "assessments_as_assessor")
    approver = columns.one("User", "assessments_as_approver")
    dpo_consulted = columns.yes_no()
    residual_risk = columns.choice("risk_level")
    authority_consulted = columns.yes_no()
    authority_notified_on = columns.day()
    summary = columns.text()
    document_url = columns.url()
    document_digest = columns.line()

    def __str__(self) -> str:
        return f"{self.get_type_display()} of {self.use_case}"


class Risk(Part):
    """What could go wrong, who looks after it, and what is done (ISO 31000)."""

    use_case = models.ForeignKey(UseCase, models.CASCADE, related_name="risks")
    title = models.CharField(max_length=500)
    category = columns.choice("risk_category")
    likelihood = columns.whole()
    impact = columns.whole()
    treatment = columns.choice("risk_treatment")
    residual = columns.choice("risk_level")
    owner = columns.one("User", "risks_as_owner")
    due_on = columns.day()
    affected_groups = columns.texts()
    mitigation = columns.text()

    def __str__(self) -> str:
        return self.title


class Incident(Part):
    """What went wrong, and which authority was told when (GDPR Article 33, AI Act Article 73)."""

    use_case = models.ForeignKey(UseCase, models.CASCADE, related_name="incidents")
    summary = models.CharField(max_length=500)
    severity = columns.choice("severity")
    occurred_on = columns.day()
    aware_on = columns.day()
    reporting_limit_days = columns.whole()
    serious_under_ai_act = columns.yes_no()
    personal_data_breach = columns.yes_no()
    breach_notified_on = columns.day()
    ai_authority_notified_on = columns.day()
    not_notified_because = columns.text()
    people_notified_on = columns.day()
    status = columns.choice("incident_status")
    root_cause = columns.text()

    def __str__(self) -> str:
        return self.summary


class BudgetLine(Part):
    """What a use case costs a year, of which kind of money, and who pays."""

    use_case = models.ForeignKey(UseCase, models.CASCADE, related_name="budget_lines")
    budget_type = columns.choice("budget_type")
    amount_per_year = columns.decimal()
    funder_team = columns.one("Team", "budget_lines")
    approved_on = columns.day()
    spent_to_date = columns.decimal()

    def __str__(self) -> str:
        return f"{self.amount_per_year} a year for {self.use_case}"


class DataFlow(Part):
    """A directed link between systems: data, decision logic, identity, consent signals or feedback."""

    use_case = models.ForeignKey(UseCase, models.CASCADE, related_name="flows")
    source_kind = columns.choice("node_kind")
    source_ref = columns.line()
    target_kind = columns.choice("node_kind")
    target_ref = columns.line()
    flow_kind = columns.choice("flow_kind")
    data_categories = columns.choices("data_category")
    crosses_border_to = columns.choices("country")
    mode = columns.choice("processing_mode")
    latency_seconds = columns.decimal()
    is_bottleneck = columns.yes_no()
    encrypted = columns.yes_no()
    approved = columns.yes_no()

    def __str__(self) -> str:
        return f"{self.source_ref} to {self.target_ref}"
