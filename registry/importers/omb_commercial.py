"""The US federal list of commercial AI of 2025: for 20 everyday tasks, whether an agency uses AI for them.

A row is a use of AI by an agency where the agency says Yes or names a product. A plain No is said, and
says that there is nothing to register; a blank says nothing.
"""

from dataclasses import replace

from registry.importers.base import NothingToRegister, Row, Said
from registry.importers.names import names
from registry.importers.reading import Content
from registry.importers.tables import Answers, Column, Layout, has_columns
from registry.importers.values import unknown, yes_no

_USED = ("Agency Use (Y/N)?", "Agency Use (Y/N)", "Agency Use")
_PRODUCTS = ("Name of Commercial Product or Service Used",)
_LICENCES = ("Estimated # of Licenses/Users", "Estimated Number of Licenses/Users")
LAYOUT = Layout(
    name=("AI Use Case",),
    agency=("Agency",),
    columns=(Column("products_named", _PRODUCTS, names),),
)


def recognises(content: Content) -> bool:
    return has_columns(content.sheet.header, LAYOUT.agency, LAYOUT.name, _PRODUCTS)


def convert(row: Row) -> Said:
    """Read one row. Raises ``NothingToRegister`` for a plain No and for a blank."""
    answers = Answers(row)
    used, said = yes_no(answers.text(_USED)), LAYOUT.said(row)
    if used is True:
        return said
    if not answers.text(_PRODUCTS) and not answers.text(_LICENCES):
        if used is None:
            raise NothingToRegister("nothing said about whether the agency does this")
        if used is False:
            raise NothingToRegister("the agency says it does not do this")
    if used is False:
        return replace(said, fields={**said.fields, "lifecycle_stage": _contradiction(answers)})
    return said


def _contradiction(answers: Answers) -> dict[str, str]:
    """A No beside a named product: kept, because either may be the slip."""
    return unknown(f"{answers.text(_USED)}, and names a product", "in use")
