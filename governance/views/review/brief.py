"""The submission at one glance: what it is for, on whom, with what, and what stands in the way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from governance.models import Submission
from governance.reports.overlaps import count_pairs_of
from governance.snapshots import linked_records
from governance.views.facts import Fact, fact_of
from governance.views.findings import ShownFinding
from governance.views.names import Name, Names
from policies.record import fields_of, term_label
from policies.record.derive import is_special_category
from registry import clock

Record = Mapping[str, Any]
# What a reviewer asks first of each kind, in the order in which they ask; the description where none is said.
_PURPOSE: Final = {
    "use_case": "intended_purpose",
    "ai_model": "intended_use",
    "data_source": "legal_collection_purpose",
}
_FIRST: Final = {
    "use_case": ("data_subjects", "data_subject_count", "decision_mode", "human_oversight", "eu_ai_tier"),
    "ai_model": ("provider", "task", "hosting", "trained_on_customer_data"),
    "data_source": ("data_subjects", "subject_count", "storage_country", "retention_months"),
    "tool": ("vendor", "tool_category", "data_categories_sent", "vendor_trains_on_data", "hosting_country"),
    "consent_scope": ("permitted_data_uses", "share_of_profiles", "expires_on", "withdrawal_systems"),
}
_STOPS_SHOWN: Final = 3


@dataclass(frozen=True)
class DataUsed:
    """A data source that is used, and the special categories in it by their names."""

    name: Name
    special: tuple[str, ...]


@dataclass(frozen=True)
class Brief:
    """``facts`` are pairs of a label and what was said, None where nothing was."""

    purpose: str
    facts: tuple[tuple[str, Fact | None], ...]
    data: tuple[DataUsed, ...]
    days: int | None
    stops: tuple[ShownFinding, ...]
    more_stops: int
    waived: int
    overlaps: int


def brief_of(
    user: Any, submission: Submission, said: Record, names: Names, findings: Sequence[ShownFinding]
) -> Brief:
    """``said`` is the manifest that was frozen, ``findings`` what its check found, as the reader sees it."""
    kind, run = submission.entry.kind, submission.check_run
    stops = [one for one in findings if one.said.blocks]
    data = [
        DataUsed(names.of(of, key), _special(one))
        for (of, key), one in linked_records(kind, submission.snapshot).items()
        if of == "data_source" and names.may_see(of, key)
    ]
    return Brief(
        purpose=_text(said, _PURPOSE.get(kind, "")) or _text(said, "description"),
        facts=tuple(_facts(kind, said, names)),
        data=tuple(data),
        days=(clock.today() - submission.submitted_at.date()).days if submission.is_open else None,
        stops=tuple(stops[:_STOPS_SHOWN]),
        more_stops=max(0, len(stops) - _STOPS_SHOWN),
        waived=sum(use["status"] == "in_use" for use in run.waivers) if run else 0,
        overlaps=count_pairs_of(user, submission.entry),
    )


def _facts(kind: str, said: Record, names: Names) -> Any:
    table = fields_of(kind)
    for name in _FIRST[kind]:
        value = said.get(name)
        yield table[name].label, None if value is None else fact_of(table[name], value, names)


def _text(said: Record, name: str) -> str:
    value = said.get(name)
    return value if isinstance(value, str) else ""


def _special(source: Record) -> tuple[str, ...]:
    categories = source.get("data_categories")
    listed = categories if isinstance(categories, list) else []
    return tuple(term_label("data_category", one) for one in listed if is_special_category(one))
