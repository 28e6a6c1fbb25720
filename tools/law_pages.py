"""The page of worked cases of the AI Act."""

from collections.abc import Iterator

from policies.law.cases import shipped_cases
from policies.law.tree import UNDECIDED, shipped_tree
from policies.record.fields import term_label, vocabulary
from tools.markdown import NOTE, table


def cases() -> Iterator[str]:
    """Yield the page of worked cases, tier by tier."""
    yield f"{NOTE}\n# Worked cases of the EU AI Act\n"
    yield (
        "Where the [decision tree](../explanation/ai-act-tier.md) puts them, and why. A test holds the tree "
        "to this table. They are judged by the law of 26 November 2026 unless a case says otherwise. This "
        "is no legal advice: a small fact can change the answer.\n"
    )
    found = shipped_cases()
    order = [tier for tier in vocabulary("eu_ai_tier") if tier != UNDECIDED]
    for tier in (*order, UNDECIDED):
        yield f"## {term_label('eu_ai_tier', tier)}\n"
        rows = ((one.case, one.article, one.why) for one in found if one.tier == tier)
        yield from table(("case", "article", "why"), rows)
    yield "## The questions\n"
    steps = ((step.question, step.article) for step in shipped_tree().steps.values())
    yield from table(("question, in this order", "article"), steps)
