"""The floor: the ten rules as anyone would write them in Python, without reasons or a word on gaps."""

from collections.abc import Callable

from benchmarks.policy.records import Record
from benchmarks.policy.rules import Rule

# One template a rule, in the order of ``ten_rules``; constants are written into it as a person would.
_LINES = {
    "basis": "r['processes_personal_data'] and not all(l['lawful_basis'] in {0} for l in r['data_links'])",
    "logs": "r['lifecycle_stage'] in {0} and r['log_retention_months'] < {1}",
    "special": "not {0}.isdisjoint(r['data_subjects']) and not r['special_category_bases']",
    "places": "r['uses_profiling'] and not (all(p in {0} for p in r['member_states'])"
    " or r['human_oversight'] == 'in_the_loop')",
    "kept": "r['processes_personal_data'] and r['retention_months'] > {0}",
    "agent": "r['agentic_autonomy'] in {0} and not (r['agent_tools_allowlisted'] and r['rate_limited'])",
    "training": "any(l['usage'] == {0} for l in r['data_links'])"
    " and not all(l['minimised'] or l['pseudonymised'] for l in r['data_links'])",
    "secret": "any(l['data_source']['contains_personal_data'] and l['lawful_basis'] == {0}"
    " for l in r['data_links'])",
    "purpose": "len(r['intended_purpose']) < {0}",
    "decision": "r['decision_mode'] == 'fully_automated' and r['decision_effect'] in {0}"
    " and not (r['explanation_available'] and r['human_oversight'] in {1}"
    " and r['decisions_per_month'] <= {2})",
}


def broken(rules: list[Rule]) -> Callable[[Record], list[bool]]:
    """A function that tells of a record which rules it breaks."""
    body = ",".join(
        _LINES[name.split("-")[0]].format(*_constants(rule)) for rule in rules for name in [rule[0]]
    )
    scope: dict[str, object] = {}
    exec(f"def broken(r):\n    return [{body}]", scope)  # noqa: S102 - our own text
    return scope["broken"]  # type: ignore[return-value]


def _constants(rule: Rule) -> list[str]:
    name, when, then = rule
    match name.split("-")[0]:
        case "basis":
            return [_set(then[2][2])]
        case "logs":
            return [_set(when[2]), str(then[2])]
        case "special":
            return [_set(when[2])]
        case "places":
            return [_set(then[1][2])]
        case "agent":
            return [_set(when[2])]
        case "training":
            return [repr(when[2][2])]
        case "secret":
            return [repr(then[2][2][2])]
        case "decision":
            return [_set(when[2][2]), _set(then[2][2]), str(then[3][2])]
    return [str(then[2])]


def _set(values: tuple[str, ...]) -> str:
    return "{" + ", ".join(map(repr, values)) + "}"
