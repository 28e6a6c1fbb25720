"""The organisation that runs this installation, and what it names once for all teams."""

from django.db import models
from django.db.models import Q

from policies.canonical import digest
from registry.models import columns


class Organisation(models.Model):
    """The legal entity: controller and deployer in every report. One per installation."""

    legal_name = models.CharField(max_length=200)
    address = columns.text()
    country = columns.choice("country")
    contact_email = columns.email()
    dpo_name = columns.line()
    dpo_email = columns.email()
    representative_name = columns.line()
    joint_controllers = columns.texts()
    sector = columns.choice("sector")
    headcount = columns.whole()
    is_public_body = columns.yes_no()
    jurisdictions = columns.choices("jurisdiction")
    is_ccpa_business = columns.yes_no()
    ai_policy_url = columns.url()
    ai_policy_reviewed_on = columns.day()
    concern_channel_url = columns.url()
    target_architecture_url = columns.url()
    council_required_functions = columns.choices("function")
    operating_model = columns.choice("operating_model")
    single_sourcing_limit = models.BigIntegerField(default=2)
    pilot_limit_days = models.BigIntegerField(default=180)
    assessments_kept = columns.choice("assessments_kept")

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(pk=1), name="one_organisation_per_installation"),)

    def __str__(self) -> str:
        return self.legal_name


class Purpose(models.Model):
    """A purpose of the organisation, mapped to the data-use taxonomy, W3C DPV and IAB TCF."""

    code = models.SlugField(max_length=80, unique=True)
    label = models.CharField(max_length=200)
    data_use = columns.choice("data_use")
    dpv_purpose = columns.line()
    tcf_purposes = columns.choices("tcf_purpose")
    is_marketing = columns.yes_no()
    requires_consent_in = columns.choices("jurisdiction")

    class Meta:
        ordering = ("label",)

    def __str__(self) -> str:
        return self.label


class Vendor(models.Model):
    """A supplier of tools, models, data or services."""

    name = models.CharField(max_length=200, unique=True)
    registration_no = columns.line()
    country = columns.choice("country")
    vendor_type = columns.choice("vendor_type")
    due_diligence_on = columns.day()
    criticality = columns.choice("criticality")
    certifications = columns.choices("certification")
    exit_plan_url = columns.url()
    selected_jointly = columns.yes_no()

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """What the ledger calls this vendor: a name may be longer than a subject."""
        return f"vendor:{digest(self.name)[:16]}"


class KPI(models.Model):
    """A measure that functions share, so that they are judged on one number and not on two."""

    key = models.SlugField(max_length=80, unique=True)
    code = columns.choice("kpi_code")
    name = models.CharField(max_length=200)
    formula = columns.text()
    unit = columns.choice("kpi_unit")
    direction = columns.choice("direction")
    kind = columns.choice("kpi_kind")
    driver = columns.choice("value_driver")
    accountable_functions = columns.choices("function")
    owner = columns.one("User", "owned_kpis")
    definition_version = columns.line()
    agreed_on = columns.day()

    class Meta:
        verbose_name = "KPI"
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class KPIReading(models.Model):
    """What a KPI stood at on a day."""

    kpi = models.ForeignKey(KPI, models.CASCADE, related_name="readings")
    on = models.DateField()
    value = models.FloatField()

    class Meta:
        verbose_name = "KPI reading"
        ordering = ("kpi", "on")
        constraints = (models.UniqueConstraint(fields=("kpi", "on"), name="one_reading_per_kpi_and_day"),)

    def __str__(self) -> str:
        return f"{self.kpi} on {self.on}: {self.value}"
