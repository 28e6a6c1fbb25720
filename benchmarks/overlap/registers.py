"""The public registers as records: what the texts of real entries look like, without any label."""

import csv
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SHARED = Path(os.environ.get("MUSTER_SHARED_DATA", "../shared/data"))
_PURPOSE = "What is the intended purpose and expected benefits of the AI?"
_OUTPUTS = "Describe the AI system’s outputs."


def inventory_2024() -> Iterator[dict[str, Any]]:
    """What US federal agencies reported for 2024, with the agency as owner team."""
    for number, row in enumerate(_rows("2024_consolidated_ai_inventory_raw_v2.csv", "cp1252")):
        yield {
            "kind": "use_case",
            "key": f"us-2024-{number}",
            "title": row["Use Case Name"].strip(),
            "description": f"{row[_PURPOSE]} {row[_OUTPUTS]}",
            "owner_team": row["Agency Abbreviation"],
        }


def inventory_2023() -> Iterator[dict[str, Any]]:
    for number, row in enumerate(_rows("2023_consolidated_ai_inventory_raw.csv", "utf-8")):
        yield {
            "kind": "use_case",
            "key": f"us-2023-{number}",
            "title": row["Title"],
            "description": row["Summary"],
            "owner_team": row["Department_Code"],
        }


def commercial_2025() -> Iterator[dict[str, Any]]:
    """The products that agencies named for twenty everyday tasks, each name as a tool of its own: how names
    are spelled. What is registered of that list are use cases that name them.
    """
    for number, row in enumerate(_rows("2025_consolidated_COTS_AI_use_cases.csv", "utf-8-sig")):
        cell = row["Name of Commercial Product or Service Used"].replace("\n", ",").replace(";", ",")
        for place, name in enumerate(filter(None, map(str.strip, cell.split(",")))):
            key = f"cots-{number}-{place}"
            yield {"kind": "tool", "key": key, "title": name, "owner_team": row["Agency"]}


def cloud_products() -> Iterator[dict[str, Any]]:
    for row in json.loads((SHARED / "fedramp/products.json").read_text(encoding="utf-8")):
        yield {
            "kind": "tool",
            "key": f"fedramp-{row['id']}",
            "title": row["cloud_service_offering"],
            "vendor": row["cloud_service_provider"],
            "description": row["service_description"],
        }


def dutch_algorithms() -> Iterator[dict[str, Any]]:
    file = SHARED / "nl-algoritmeregister/algoritmes_2026-05-13.json"
    for row in json.loads(file.read_text(encoding="utf-8"))["algoritmes"]:
        key, title = f"nl-{row['id']}", row["title"]
        yield {"kind": "use_case", "key": key, "title": title, "description": row["doel"]}


def every_register() -> Iterator[dict[str, Any]]:
    for register in (inventory_2024, inventory_2023, commercial_2025, cloud_products, dutch_algorithms):
        yield from register()


def _rows(name: str, encoding: str) -> Iterator[dict[str, str]]:
    with (SHARED / "us-federal" / name).open(encoding=encoding, errors="replace", newline="") as file:
        yield from csv.DictReader(file)


def data_sets() -> Iterator[dict[str, Any]]:
    """Data sets as Croissant describes them; the key is the version of the format and the file's name."""
    for file in sorted((SHARED / "croissant").glob("*.json")):
        said = json.loads(file.read_text(encoding="utf-8"))
        _, version, name = file.stem.split("__")
        title, description = str(said.get("name") or name), said.get("description")
        yield {"kind": "data_source", "key": f"{version}/{name}", "title": title, "description": description}


def model_cards() -> Iterator[dict[str, Any]]:
    """Models that are all different, though many come from one laboratory and do one task."""
    for file in sorted((SHARED / "allennlp-modelcards").glob("*.json")):
        said = json.loads(file.read_text(encoding="utf-8"))
        details = said.get("model_details") or {}
        yield {
            "kind": "ai_model",
            "key": file.stem,
            "title": said.get("display_name") or file.stem,
            "description": details.get("short_description") or details.get("description"),
            "task": said.get("task_id"),
            "at_length": details.get("description"),
        }
