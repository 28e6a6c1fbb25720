"""What the database itself lets nobody change: packs, rule sets, and changes of the rules once decided."""

from typing import Any

from registry.ledger.triggers import Seal

SEALS = (
    Seal("governance_packversion", "pack_versions", (("id",), ("digest",))),
    Seal("governance_ruleset", "rule_sets", (("id",), ("digest",))),
    Seal(
        "governance_activation",
        "activations",
        (("id",), ("number",)),
        until="decided_at",
        fixed=(
            "id",
            "rule_set_id",
            "based_on",
            "reason",
            "proposed_by_id",
            "author_id",
            "proposed_at",
        ),
    ),
)


def install_seals(using: str = "default", **_: Any) -> None:
    """After every migrate: rebuilding a table on SQLite drops its triggers."""
    for seal in SEALS:
        seal.install(using)
