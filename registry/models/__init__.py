"""Facts."""

from registry.ledger.models import AuditEvent
from registry.models.ai_model import AIModel
from registry.models.aliases import Alias
from registry.models.consent_scope import ConsentScope
from registry.models.data_source import DataSource
from registry.models.entry import (
    Entry,
    EntryGroupObjectPermission,
    EntryUserObjectPermission,
    Kind,
    KindRow,
    Revision,
)
from registry.models.imports import ImportedRecord
from registry.models.links import Assessment, BudgetLine, DataFlow, DataUse, Incident, Risk, UseCaseKPI
from registry.models.organisation import KPI, KPIReading, Organisation, Purpose, Vendor
from registry.models.overlaps import (
    OverlapCommonKey,
    OverlapKey,
    OverlapPair,
    OverlapPass,
    OverlapSignature,
)
from registry.models.people import (
    Membership,
    Role,
    Team,
    TeamGroupObjectPermission,
    TeamUserObjectPermission,
    User,
)
from registry.models.tokens import Scope, Token
from registry.models.tool import Tool
from registry.models.use_case import UseCase

KIND_MODELS: dict[str, type[KindRow]] = {
    Kind.USE_CASE: UseCase,
    Kind.AI_MODEL: AIModel,
    Kind.DATA_SOURCE: DataSource,
    Kind.TOOL: Tool,
    Kind.CONSENT_SCOPE: ConsentScope,
}
PART_MODELS = {
    "data_link": DataUse,
    "kpi_link": UseCaseKPI,
    "assessment": Assessment,
    "risk": Risk,
    "incident": Incident,
    "budget_line": BudgetLine,
    "flow": DataFlow,
}

__all__ = [
    "KIND_MODELS",
    "KPI",
    "PART_MODELS",
    "AIModel",
    "Alias",
    "Assessment",
    "BudgetLine",
    "Incident",
    "Risk",
    "AuditEvent",
    "ConsentScope",
    "DataFlow",
    "DataSource",
    "DataUse",
    "Entry",
    "EntryGroupObjectPermission",
    "EntryUserObjectPermission",
    "ImportedRecord",
    "KPIReading",
    "Kind",
    "KindRow",
    "Membership",
    "Organisation",
    "OverlapCommonKey",
    "OverlapKey",
    "OverlapPair",
    "OverlapPass",
    "OverlapSignature",
    "Purpose",
    "Revision",
    "Role",
    "Scope",
    "Team",
    "TeamGroupObjectPermission",
    "TeamUserObjectPermission",
    "Token",
    "Tool",
    "UseCase",
    "UseCaseKPI",
    "User",
    "Vendor",
]
