"""Ten rules in six variants, in a form of its own that each engine's module translates.

A rule is (name, when, then): it is broken where ``when`` holds and ``then`` doesn't. A condition is a tuple:
``("is", field, value)``, ``("in", field, values)``, ``("meets" | "within", field, values)`` of sets,
``("least" | "most", field, number)``, ``("longer", field, number)`` of texts, ``("filled", field)`` of sets,
``("some" | "every" | "none", field, condition)`` of lists, and ``("all" | "any", *conditions)``.
"""

from typing import Any

Condition = tuple[Any, ...]
Rule = tuple[str, Condition | None, Condition]
LIVE = ("production", "scaled")


def ten_rules(variant: int) -> list[Rule]:
    """The same ten with other constants."""
    return [*_on_data(variant % 6), *_on_decisions(variant % 6)]


BASES = (
    ("A6-1-a", "A6-1-f"),
    ("A6-1-a",),
    ("A6-1-b", "A6-1-c"),
    ("A6-1-f",),
    ("A6-1-a", "A6-1-b"),
    ("A6-1-c",),
)
STAGES = (LIVE, ("pilot",), ("pilot", *LIVE), ("production",), ("assessment", "pilot"), ("scaled",))


def _on_data(number: int) -> list[Rule]:
    personal = ("is", "processes_personal_data", True)
    people = ("employee", "customer")[: 1 + number % 2]
    places = ("DE", "FR", "IT", "ES")[: 2 + number % 3]
    at_home = ("any", ("within", "member_states", places), ("is", "human_oversight", "in_the_loop"))
    logged = ("least", "log_retention_months", 3 + number)
    return [
        (f"basis-{number}", personal, ("every", "data_links", ("in", "lawful_basis", BASES[number]))),
        (f"logs-{number}", ("in", "lifecycle_stage", STAGES[number]), logged),
        (f"special-{number}", ("meets", "data_subjects", people), ("filled", "special_category_bases")),
        (f"places-{number}", ("is", "uses_profiling", True), at_home),
        (f"kept-{number}", personal, ("most", "retention_months", 12 + 6 * number)),
    ]


def _on_decisions(number: int) -> list[Rule]:
    agents = ("in", "agentic_autonomy", ("acts_alone", "acts_with_approval")[: 1 + number % 2])
    bounded = ("all", ("is", "agent_tools_allowlisted", True), ("is", "rate_limited", True))
    trains = ("some", "data_links", ("is", "usage", ("training", "fine_tuning", "retrieval")[number % 3]))
    sparing = ("every", "data_links", ("any", ("is", "minimised", True), ("is", "pseudonymised", True)))
    holds_people = ("is", "data_source.contains_personal_data", True)
    secret = ("none", "data_links", ("all", holds_people, ("is", "lawful_basis", BASES[number][0])))
    weighty = ("in", "decision_effect", ("similarly_significant", "legal"))
    watched = ("in", "human_oversight", ("in_the_loop", "on_the_loop"))
    few = ("most", "decisions_per_month", 20_000 + 10_000 * number)
    return [
        (f"agent-{number}", agents, bounded),
        (f"training-{number}", trains, sparing),
        (f"secret-{number}", None, secret),
        (f"purpose-{number}", None, ("longer", "intended_purpose", 40 + 10 * number)),
        (
            f"decision-{number}",
            ("all", ("is", "decision_mode", "fully_automated"), weighty),
            ("all", ("is", "explanation_available", True), watched, few),
        ),
    ]


def rules(number: int) -> list[Rule]:
    """``number`` rules, a multiple of ten."""
    return [rule for variant in range(number // 10) for rule in ten_rules(variant)]
