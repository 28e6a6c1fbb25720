"""Write the files that follow from the code: published schemas, packs as data, and pages of docs/reference.

A test compares what this makes with what is committed, so that neither can fall behind.
"""

import json
from pathlib import Path

from policies.assessments.schema import outline_schema
from policies.charters.schema import charter_schema
from policies.export.decisions import decisions_schema
from policies.export.schema import registry_schema
from policies.language.folders import rules_schema
from policies.language.schema import pack_schema
from policies.language.settings import settings_schema
from policies.language.shipped import shipped_data
from policies.law.schema import law_schemas
from policies.law.stored import law_data
from policies.material.schema import material_schema
from policies.record.schema import all_schemas
from policies.tables import tables_data
from tools import language_pages, law_pages, record_pages, rule_pages

ROOT = Path(__file__).resolve().parent.parent
PAGES = {
    "ai-act-cases": law_pages.cases,
    "fields": record_pages.fields,
    "operators": language_pages.operators,
    "rules": rule_pages.listing,
    "vocabularies": record_pages.allowed_values,
}


def generated() -> dict[Path, str]:
    """Give the text of every generated file by its path."""
    published = all_schemas() | law_schemas()
    published |= {
        "charter.schema.json": charter_schema(),
        "decisions.schema.json": decisions_schema(),
        "material.schema.json": material_schema(),
        "outline.schema.json": outline_schema(),
        "pack.schema.json": pack_schema(),
        "pack-rules.schema.json": rules_schema(),
        "registry.schema.json": registry_schema(),
        "settings.schema.json": settings_schema(),
    }
    schemas = {
        ROOT / "policies/schemas" / name: json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
        for name, schema in published.items()
    }
    data = {
        ROOT / "policies/language/shipped.json": shipped_data(),
        ROOT / "policies/law/shipped.json": law_data(),
        ROOT / "policies/tables.json": tables_data(),
    }
    pages = {name: page() for name, page in PAGES.items()}
    pages |= {f"rules/{pack.id}": rule_pages.page(pack) for pack in rule_pages.packs()}
    return (
        schemas
        | data
        | {ROOT / f"docs/reference/{name}.md": "\n".join(lines) for name, lines in pages.items()}
    )


def main() -> None:
    """Write every generated file."""
    for path, text in generated().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


if __name__ == "__main__":
    main()
