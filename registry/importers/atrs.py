"""UK algorithmic transparency records (ATRS), versions 3 and 4, as JSON or CSV, and as GOV.UK serves them.

The standard fixes questions, not a file format, so a question is known by its words: "2.1.1 - Organisation",
``tier_2.owner.organisation`` and ``organisation_name`` are one. Names and descriptions of models, data sets
and suppliers are told apart from the tool's own by the section around them.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from registry.importers.base import Reject, Row, Said
from registry.importers.govuk import sections_of
from registry.importers.identity import slug
from registry.importers.names import names
from registry.importers.reading import Content, sheet_rows
from registry.importers.records import STEP, mappings_in, rows_of
from registry.importers.tables import Answers, Column, Layout
from registry.importers.values import choice, email, folded, remark, trim

_WRAPPERS = ("records", "results", "documents", "items", "data", "atrs_records")
_PREFIX: Final = "algorithmic_transparency_record_"
_NUMBER = re.compile(r"^\s*\d+(?:\.\d+)*\.?\s*[-–—:.)]?\s*(?=\D)")
_DOT = re.compile(r"\.(?![\d\s]|$)")
_WORD = re.compile(r"[a-z]+")
# Sections with names and descriptions of their own, and the questions that are the tool's only outside them.
_PARTS: Final = frozenset(
    ["model", "models", "data", "dataset", "datasets", "risk", "risks", "mitigation", "mitigations"]
)
_PARTIES: Final = frozenset(["supplier", "suppliers", "party", "parties"])
_AMBIGUOUS: Final = frozenset(
    ["name", "title", "description", "output", "purpose", "scope", "phase", "organisation", "team"]
    + ["id", "slug", "reference", "email", "contact"]
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
    for wordings in (LAYOUT.name, LAYOUT.agency, *(column.names for column in LAYOUT.columns))
    for name in wordings
)
_ENOUGH = 3


def recognises(content: Content) -> bool:
    if content.looks_like_json:
        first = next(rows_of(mappings_in(content.value, _WRAPPERS)[:1], _WRAPPERS), None)
        return first is not None and _knows(column for column, _ in _answers(first))
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
    if not colon or slug(before, 80) != slug(agency, 80):
        return replace(said, agency=agency, columns=columns)
    return replace(said, name=after if said.name == title else said.name, agency=before, columns=columns)


def _by_question(row: Row) -> dict[str, tuple[str, str]]:
    """The answers of a record by folded question, each with its column; the first that says something."""
    found: dict[str, tuple[str, str]] = {}
    for column, text in _answers(row):
        question = _question(column)
        if question and not found.get(question, ("", ""))[1]:
            found[question] = (column, trim(text))
    return found


def _answers(row: Row) -> list[tuple[str, str]]:
    """Every answer. A body of HTML is read first, as its sections: they say more than the page's summary."""
    pages = [text for column, text in row.cells.items() if _question(column) == "body"]
    return [*(answer for page in pages for answer in sections_of(page)), *row.cells.items()]


def _question(column: str) -> str:
    """The words of a question without number, section and spelling; "" for one that is not the tool's own."""
    steps = [step for part in column.replace(_PREFIX, "").split(STEP.strip()) for step in _DOT.split(part)]
    label = folded(_NUMBER.sub("", steps[-1]))
    around = {
        word
        for step in steps[:-1]
        for word in _WORD.findall(step.casefold())
        if "core" not in step.casefold()
    }
    if label == "name" and around & _PARTIES:
        return folded("supplier name")
    return "" if label in _AMBIGUOUS and around & (_PARTS | _PARTIES) else label


def _knows(labels: Iterable[str]) -> bool:
    return len({_question(label) for label in labels} & _KNOWN) >= _ENOUGH


def _upright(content: Content) -> Row | None:
    """A sheet that holds one record, a question in each row and the answer in its last column."""
    lines = [content.sheet.header, *(cells for _, cells in content.sheet.rows)]
    for place in range(len(content.sheet.header) - 1):
        asked = [line for line in lines if len(line) > place + 1]
        if _knows(line[place] for line in asked):
            return Row(1, {line[place]: line[-1] for line in asked})
    return None
