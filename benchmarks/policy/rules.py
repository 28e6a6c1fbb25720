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
    number = variant % 6
    bases = (
        ("A6-1-a", "A6-1-f"),
        ("A6-1-a",),
        ("A6-1-b", "A6-1-c"),
        ("A6-1-f",),
        ("A6-1-a", "A6-1-b"),
        ("A6-1-c",),
    )
    stages = (LIVE, ("pilot",), ("pilot", *LIVE), ("production",), ("assessment", "pilot"), ("scaled",))
    personal = ("is", "processes_personal_data", True)
    people = ("employee", "customer")[: 1 + number % 2]
    places = ("DE", "FR", "IT", "ES")[: 2 + number % 3]
    holds_people = ("is", "data_source.contains_personal_data", True)
    weighty = ("in", "decision_effect", ("similarly_significant", "legal"))
    return [
        (f"basis-{number}", personal, ("every", "data_links", ("in", "lawful_basis", bases[number]))),
        (
            f"logs-{number}",
            ("in", "lifecycle_stage", stages[number]),
            ("least", "log_retention_months", 3 + number),
        ),
        (f"special-{number}", ("meets", "data_subjects", people), ("filled", "special_category_bases")),
        (
            f"places-{number}",
            ("is", "uses_profiling", True),
            ("any", ("within", "member_states", places), ("is", "human_oversight", "in_the_loop")),
        ),
        (f"kept-{number}", personal, ("most", "retention_months", 12 + 6 * number)),
        (
            f"agent-{number}",
            ("in", "agentic_autonomy", ("acts_alone", "acts_with_approval")[: 1 + number % 2]),
            ("all", ("is", "agent_tools_allowlisted", True), ("is", "rate_limited", True)),
        ),
        (
            f"training-{number}",
            ("some", "data_links", ("is", "usage", ("training", "fine_tuning", "retrieval")[number % 3])),
            ("every", "data_links", ("any", ("is", "minimised", True), ("is", "pseudonymised", True))),
        ),
        (
            f"secret-{number}",
            None,
            (
                "none",
                "data_links",
                ("all", holds_people, ("is", "lawful_basis", bases[number][0])),
            ),
        ),
        (f"purpose-{number}", None, ("longer", "intended_purpose", 40 + 10 * number)),
        (
            f"decision-{number}",
            ("all", ("is", "decision_mode", "fully_automated"), weighty),
            (
                "all",
                ("is", "explanation_available", True),
                ("in", "human_oversight", ("in_the_loop", "on_the_loop")),
                ("most", "decisions_per_month", 20_000 + 10_000 * number),
            ),
        ),
    ]  # fmt: skip


def rules(number: int) -> list[Rule]:
    """``number`` rules, a multiple of ten."""
    return [rule for variant in range(number // 10) for rule in ten_rules(variant)]
