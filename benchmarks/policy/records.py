"""Complete use cases by chance. Nothing is left out: what engines do with missing fields is not alike."""

from random import Random
from typing import Any

STAGES = ["idea", "intake", "assessment", "pilot", "production", "scaled", "retired"]
BASES = ["A6-1-a", "A6-1-b", "A6-1-c", "A6-1-f"]
USAGES = ["training", "fine_tuning", "retrieval", "inference_input"]
COUNTRIES = ["DE", "FR", "IT", "ES", "US", "IN"]
SUBJECTS = ["customer", "employee", "job_applicant", "citizen_voter"]
SPECIAL = ["A9-2-a", "A9-2-b", "A9-2-j"]
AUTONOMY = ["suggests", "acts_with_approval", "acts_alone"]
OVERSIGHT = ["in_the_loop", "on_the_loop", "in_command", "none"]
MODES = ["informational", "human_reviews_each", "human_can_override", "fully_automated"]
EFFECTS = ["none", "low", "similarly_significant", "legal"]
Record = dict[str, Any]


def records(number: int, seed: int = 1) -> list[Record]:
    """``number`` resolved use cases."""
    random = Random(seed)  # noqa: S311 - nothing secret
    return [_record(random, index) for index in range(number)]


def _record(random: Random, index: int) -> Record:
    flag = lambda: random.random() < 0.7  # noqa: E731 - read ten times below
    return {
        "kind": "use_case",
        "key": f"use-case-{index}",
        "lifecycle_stage": random.choice(STAGES),
        "processes_personal_data": flag(),
        "uses_profiling": flag(),
        "data_subjects": random.sample(SUBJECTS, random.randint(1, 2)),
        "special_category_bases": random.sample(SPECIAL, random.randint(0, 2)),
        "member_states": random.sample(COUNTRIES, random.randint(1, 3)),
        "retention_months": random.randint(1, 60),
        "log_retention_months": random.randint(1, 24),
        "intended_purpose": "Tells which customers may leave. " * random.randint(1, 4),
        "agentic_autonomy": random.choice(AUTONOMY),
        "agent_tools_allowlisted": flag(),
        "rate_limited": flag(),
        "decision_mode": random.choice(MODES),
        "decision_effect": random.choice(EFFECTS),
        "explanation_available": flag(),
        "human_oversight": random.choice(OVERSIGHT),
        "decisions_per_month": random.randint(0, 100_000),
        "data_links": [
            {
                "usage": random.choice(USAGES),
                "lawful_basis": random.choice(BASES),
                "minimised": flag(),
                "pseudonymised": flag(),
                "data_source": {"key": f"source-{random.randint(1, 40)}", "contains_personal_data": flag()},
            }
            for _ in range(random.randint(0, 3))
        ],
    }
