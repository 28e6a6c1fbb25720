"""What the database itself lets nobody do: change packs, rule sets, closed conditions and decided changes of
the rules, decide on a change of the rules with a pack of one's own in it, or vote on what one had a part in.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import connections

from registry.ledger.triggers import Seal


@dataclass(frozen=True)
class Guard:
    """Rows of a table that must not be: what a check constraint can't say, since it sees one row.

    ``wrong`` is the condition of a row ``NEW``, by the vendor of the database.
    """

    table: str
    name: str
    refusal: str
    wrong: Mapping[str, str]

    def install(self, using: str) -> None:
        connection = connections[using]
        if self.table not in connection.introspection.table_names():
            return
        with connection.cursor() as cursor:
            for statement in _GUARDING[connection.vendor](self):
                cursor.execute(statement)


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
    Seal(
        "governance_charterchange",
        "charter_changes",
        (("id",), ("number",)),
        until="decided_at",
        fixed=("id", "text", "digest", "based_on", "reason", "proposed_by_id", "proposed_at"),
    ),
    Seal(
        "governance_condition",
        "conditions",
        (("id",),),
        until="closed_at",
        fixed=("id", "submission_id", "round", "vote_id", "text", "expression", "owner_id", "due_on"),
    ),
)


def install_seals(using: str = "default", **_: Any) -> None:
    """After every migrate: rebuilding a table on SQLite drops its triggers."""
    for seal in SEALS:
        seal.install(using)
    for guard in GUARDS:
        guard.install(using)


def _sqlite(guard: Guard) -> Iterator[str]:
    for act in ("insert", "update"):
        name = f"{guard.name}_on_{act}"
        yield f"DROP TRIGGER IF EXISTS {name}"
        yield f"""CREATE TRIGGER {name} BEFORE {act} ON {guard.table} WHEN {guard.wrong["sqlite"]}
            BEGIN SELECT RAISE(ABORT, '{guard.refusal}'); END"""


def _postgresql(guard: Guard) -> Iterator[str]:
    yield f"""CREATE OR REPLACE FUNCTION refuse_{guard.name}() RETURNS trigger LANGUAGE plpgsql
      AS $$ BEGIN
        IF {guard.wrong["postgresql"]} THEN
          RAISE EXCEPTION '{guard.refusal}' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
      END $$"""
    yield f"""CREATE OR REPLACE TRIGGER {guard.name} BEFORE INSERT OR UPDATE
        ON {guard.table} FOR EACH ROW EXECUTE FUNCTION refuse_{guard.name}()"""


_GUARDING: Final = {"sqlite": _sqlite, "postgresql": _postgresql}


# It sees everybody who wrote one of the packs, as ``Activation.authors`` does: of those in the rule set that
# is proposed, and not in the one that was in force then.
_WROTE_OF_IT: Final = """NEW.status <> 'withdrawn' AND EXISTS (
  SELECT 1 FROM governance_packversion pack
  WHERE pack.author_id = NEW.decided_by_id AND {proposed} AND NOT {in_force})"""


def _wrote_of_it(among: str) -> str:
    return _WROTE_OF_IT.format(
        proposed=among.format("rules.id", "NEW.rule_set_id"),
        in_force=among.format("rules.digest", "NEW.based_on"),
    )


# Recusing oneself is the one thing that who has a part may say.
_HAS_A_PART: Final = """EXISTS (
  SELECT 1 FROM governance_submission_parties part
  WHERE part.submission_id = NEW.submission_id AND part.user_id = NEW.voter_id)"""
GUARDS = (
    Guard(
        "governance_activation",
        "activations_have_no_author_decide",
        "nobody decides on rules that they wrote",
        {
            "sqlite": _wrote_of_it(
                "EXISTS (SELECT 1 FROM governance_ruleset rules, json_each(rules.packs) one"
                " WHERE {} = {} AND one.value = pack.digest)"
            ),
            "postgresql": _wrote_of_it(
                "EXISTS (SELECT 1 FROM governance_ruleset rules WHERE {} = {} AND rules.packs ? pack.digest)"
            ),
        },
    ),
    Guard(
        "governance_vote",
        "votes_are_of_nobody_with_a_part",
        "nobody votes on what they had a part in",
        dict.fromkeys(("sqlite", "postgresql"), f"NEW.verdict <> 'recused' AND {_HAS_A_PART}"),
    ),
    Guard(
        "governance_urgentvoice",
        "urgent_voices_are_of_nobody_with_a_part",
        "nobody calls urgent what they had a part in",
        dict.fromkeys(("sqlite", "postgresql"), _HAS_A_PART),
    ),
)
