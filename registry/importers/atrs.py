"""UK algorithmic transparency records (ATRS), versions 3 and 4, as JSON or CSV, and as GOV.UK serves them.

The standard fixes questions, not a file format, so a question is known by its words: "2.1.1 - Organisation",
``tier_2.owner.organisation`` and ``organisation_name`` are one. Names and descriptions of models, data sets
and suppliers are told apart from the tool's own by the section around them.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from registry.importers.base import Reject, Row, Said
from registry.importers.govuk import sections_of
from registry.importers.names import names
from registry.importers.reading import Content, sheet_rows
from registry.importers.records import mappings_in, rows_of
from registry.importers.tables import Answers, Column, Layout
from registry.importers.values import choice, email, folded, remark

_WRAPPERS = ("records", "results", "documents", "items", "data", "atrs_records")
_PREFIX: Final = "algorithmic_transparency_record_"
_NUMBER = re.compile(r"^\s*\d+(?:\.\d+)*\.?\s*[-–—:.)]?\s*(?=\D)")
_STEP = re.compile(r"\[\d+\]|\.(?!\d|\s)")
_WORD = re.compile(r"[a-z]+")
# Sections that have names and descriptions of their own: those are not the tool's.
_PARTS: Final = frozenset(
    "model models data dataset datasets supplier suppliers party parties risk risks mitigation mitigations "
    "assessment assessments".split()
)
_STAGES = {
    "idea": "idea",
    "pilot": "pilot",
    "betapilot": "pilot",
    "beta": "pilot",
    "privatebeta": "pilot",
    "publicbeta": "pilot",
    "production": "production",
    "retired": "retired",
}
_SUMMARY = ("description", "one sentence description", "short description")
_PURPOSE = ("scope", "purpose", "intended purpose", "detailed description")
_OUTPUTS = ("system level output", "system output", "provided information", "output")
_SUPPLIERS = ("external supplier", "external suppliers", "third party", "third parties", "supplier name")
_REVIEW = ("human decisions and review", "human review", "human oversight", "human decisions")
LAYOUT = Layout(
    name=("name", "tool name", "title"),
    agency=("organisation name", "organisation or department", "organisation", "organization", "department"),
    bureau=("team",),
    native_id=("id", "base path", "content id", "slug", "reference"),
    columns=(
        Column("description", _SUMMARY),
        Column("intended_purpose", _PURPOSE),
        Column("expected_benefits", ("benefit", "benefits", "key benefits", "expected benefits")),
        Column("system_outputs", _OUTPUTS),
        Column("lifecycle_stage", ("phase",), choice(_STAGES)),
        Column("contact_email", ("contact email", "email", "contact"), email),
        Column("vendors_named", _SUPPLIERS, names),
        Column("human_oversight", _REVIEW, remark("human review")),
        Column("assessments", ("impact assessments", "impact assessment"), remark("impact assessments")),
    ),
)
_KNOWN = frozenset(
    folded(name)
    for column in (LAYOUT.name, LAYOUT.agency, *(column.names for column in LAYOUT.columns))
    for name in column
)
_ENOUGH = 3


def recognises(content: Content) -> bool:
    if content.looks_like_json:
        records = mappings_in(content.value, _WRAPPERS)
        first = next(rows_of(records[:1], _WRAPPERS), None)
        return first is not None and _knows(first.cells)
    return _knows(content.sheet.header) or _upright(content) is not None


def rows(content: Content) -> Iterator[Row | Reject]:
    if content.looks_like_json:
        yield from rows_of(content.value, _WRAPPERS)
    elif (record := _upright(content)) is not None:
        yield record
    else:
        yield from sheet_rows(content.sheet)


def convert(row: Row) -> Said:
    """Read one record. A GOV.UK title "Organisation: Tool" gives both where neither is said elsewhere."""
    originals = _by_question(row)
    relabelled = Row(row.number, {label: text for label, (_, text) in originals.items()})
    said = LAYOUT.said(relabelled)
    columns = {field: originals.get(label, (label, ""))[0] for field, label in said.columns.items()}
    title = Answers(relabelled).text(["title"])
    before, colon, after = title.partition(": ")
    agency = said.agency or (before if colon else "")
    own_name = said.name if said.name != title or not colon or before != agency else after
    return replace(said, name=own_name, agency=agency, columns=columns)


def _by_question(row: Row) -> dict[str, tuple[str, str]]:
    """The answers of a record by folded question, each with its column; the first that says something."""
    found: dict[str, tuple[str, str]] = {}
    for column, text in _answers(row):
        question = _question(column)
        if question and not found.get(question, ("", ""))[1].strip():
            found[question] = (column, text)
    return found


def _answers(row: Row) -> Iterator[tuple[str, str]]:
    """Every answer; a body of HTML is read as the sections that it shows."""
    for column, text in row.cells.items():
        if text.lstrip().startswith("<") and folded(column).endswith("body"):
            yield from sections_of(text)
        else:
            yield column, text


def _question(column: str) -> str:
    """The words of a question without number, section and spelling; "" inside a part with its own name."""
    steps = _STEP.split(column.replace(_PREFIX, ""))
    label = folded(_NUMBER.sub("", steps[-1]))
    around = {word for step in steps[:-1] for word in _WORD.findall(step.casefold().replace("core", ""))}
    return "" if around & _PARTS and label in _KNOWN else label


def _knows(labels: Iterator[str] | tuple[str, ...] | object) -> bool:
    return False


def _upright(content: Content) -> Row | None:
    """A sheet with one record, a question in each row: the question's column is the one that is known."""
    return None
