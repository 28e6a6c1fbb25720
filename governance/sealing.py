"""What the database itself lets nobody do: change packs, rule sets and decided changes of the rules, or
decide on a change of the rules with a pack of one's own in it.
"""

from collections.abc import Iterator
from typing import Any, Final

from django.db import connections

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
    connection = connections[using]
    if "governance_activation" in connection.introspection.table_names():
        with connection.cursor() as cursor:
            for statement in _NO_AUTHOR_DECIDES[connection.vendor]():
                cursor.execute(statement)


# A check constraint sees one row, and one author stands there: this sees everybody who wrote a pack in it
# that was not in force when it was proposed, as ``Activation.authors`` does.
_WROTE_OF_IT: Final = """
    NEW.status <> 'withdrawn' AND EXISTS (
      SELECT 1 FROM governance_packversion pack
      WHERE pack.author_id = NEW.decided_by_id AND {in_rules} AND NOT {in_force_before})"""
_REFUSAL: Final = "nobody decides on rules that they wrote"


def _sqlite_refuses_authors() -> Iterator[str]:
    among = """EXISTS (SELECT 1 FROM governance_ruleset rules, json_each(rules.packs) one
      WHERE {} = {} AND one.value = pack.digest)"""
    wrote = _wrote_of_it(among)
    for act in ("insert", "update"):
        name = f"activations_have_no_author_decide_on_{act}"
        yield f"DROP TRIGGER IF EXISTS {name}"
        yield f"""CREATE TRIGGER {name} BEFORE {act} ON governance_activation WHEN {wrote}
            BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"""


def _postgresql_refuses_authors() -> Iterator[str]:
    among = "EXISTS (SELECT 1 FROM governance_ruleset rules WHERE {} = {} AND rules.packs ? pack.digest)"
    yield f"""CREATE OR REPLACE FUNCTION refuse_authors_of_rules() RETURNS trigger LANGUAGE plpgsql
      AS $$ BEGIN
        IF {_wrote_of_it(among)} THEN
          RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
      END $$"""
    yield """CREATE OR REPLACE TRIGGER activations_have_no_author_decide BEFORE INSERT OR UPDATE
        ON governance_activation FOR EACH ROW EXECUTE FUNCTION refuse_authors_of_rules()"""


def _wrote_of_it(among: str) -> str:
    """``among`` is a condition that the pack is in a rule set, with room for which."""
    return _WROTE_OF_IT.format(
        in_rules=among.format("rules.id", "NEW.rule_set_id"),
        in_force_before=among.format("rules.digest", "NEW.based_on"),
    )


_NO_AUTHOR_DECIDES: Final = {"sqlite": _sqlite_refuses_authors, "postgresql": _postgresql_refuses_authors}
