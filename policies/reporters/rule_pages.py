"""Where a rule is written about: on the server that it is in force on, else in the documentation."""

from functools import cache

from policies.folder import POLICIES
from policies.release import DOCUMENTATION
from policies.reporters.run import Run


def addresses(run: Run) -> dict[str, str]:
    """By the id of each rule that has a page its address. The documentation knows the packs that ship."""
    if run.rules_at:
        return {rule.id: f"{run.rules_at}{rule.id}/" for rule in run.packs.rules}
    return {
        rule.id: f"{DOCUMENTATION}/reference/rules/{pack.id}.md#{rule.id.lower()}"
        for pack in run.packs.packs
        if pack.text == _shipped(pack.id)
        for rule in pack.rules
    }


@cache
def _shipped(name: str) -> str:
    file = POLICIES.joinpath("packs", f"{name}.yaml")
    return file.read_text("utf-8") if file.is_file() else ""
