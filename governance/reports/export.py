"""Taking a report away. That it was taken is part of the record."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import asdict, astuple
from typing import Any

from django.db import transaction

from governance.reports.decisions import COLUMNS, DecisionReport, decision_report_for
from policies.canonical import digest
from policies.export.decisions import VERSION
from registry.ledger.writing import record
from registry.models import User

# What spreadsheets take for the beginning of a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@transaction.atomic
def export_decisions(*, by: Any) -> DecisionReport:
    """The report for ``by``, with an event that says who took it, how much of it and its digest."""
    report = decision_report_for(by)
    record(
        "report.exported",
        f"report:decisions:{by.uid}",
        by=by,
        rows=len(report.rows),
        whole=report.whole,
        digest=report.digest,
        packs_digest=report.packs_digest,
        ledger_digest=report.ledger_digest,
    )
    return report


@transaction.atomic
def record_taken(what: str, document: Mapping[str, Any], *, by: User | None, **about: Any) -> None:
    """An event that says who takes this away, and its digest. ``by=None``: an operator, on the machine."""
    who = "system" if by is None else by.uid
    record(f"{what}.exported", f"report:{what}:{who}", by=by, digest=digest(document), **about)


class Echo:
    """A file that hands back what is written to it, so that rows can be sent as they are made."""

    def write(self, text: str) -> str:
        return text


def csv_lines(report: DecisionReport) -> Iterator[str]:
    """The report as CSV (RFC 4180, UTF-8). The columns after the rows' own are the same in every row."""
    writer = csv.writer(Echo())
    yield writer.writerow([*COLUMNS, "report_date", "packs_digest", "ledger_digest"])
    same = (report.made_on, report.packs_digest, report.ledger_digest)
    for row in report.rows:
        yield writer.writerow([safe_cell(cell) for cell in (*astuple(row), *same)])


def as_document(report: DecisionReport) -> dict[str, Any]:
    """The report as ``policies/schemas/decisions.schema.json`` has it."""
    return {
        "muster": VERSION,
        "made_on": report.made_on,
        "whole": report.whole,
        "packs_digest": report.packs_digest,
        "ledger_digest": report.ledger_digest,
        "digest": report.digest,
        "decisions": [asdict(row) for row in report.rows],
    }


def safe_cell(text: str) -> str:
    """``text`` so that a spreadsheet shows it and never runs it."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
