"""Random records that share many words, names and lists."""

from hypothesis import strategies as st

WORDS = (
    *("churn", "rescue", "score", "newsletter", "reader", "plate", "1", "2", "claims", "triage", "voice"),
    *("copilot", "GitHub", "Microsoft", "the", "of", "scores", "scoring", "readers", "Readers"),
)
_TEXT = st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)
_SAID = {
    "use_case": {
        "title": _TEXT,
        "description": _TEXT,
        "use_case_type": st.sampled_from(["churn_prediction", "other"]),
        "journey_stages": st.lists(st.sampled_from(["retention", "purchase"]), unique=True),
        "data_subjects": st.lists(st.sampled_from(["customer", "employee"]), unique=True),
        "products_named": st.lists(
            st.sampled_from(["Microsoft Copilot", "M365 Copilot & Acme Voice", "Acme Voice"]), unique=True
        ),
        "vendors_named": st.lists(st.sampled_from(["Microsoft; OpenAI", "Acme"]), unique=True),
    },
    "ai_model": {"title": _TEXT, "description": _TEXT, "task": st.sampled_from(["ner", "qa"])},
    "data_source": {"title": _TEXT, "description": _TEXT, "source_type": st.sampled_from(["crm", "survey"])},
    "tool": {
        "title": _TEXT,
        "product": _TEXT,
        "description": _TEXT,
        "vendor": st.sampled_from(["Microsoft", "Acme Ltd", {"key": "acme"}, None]),
        "tool_category": st.sampled_from(["cdp", "crm"]),
        "capabilities": st.lists(st.sampled_from(["reporting", "segments"]), unique=True),
    },
}


def records(key: st.SearchStrategy[str]) -> st.SearchStrategy[dict]:
    return st.one_of(
        st.fixed_dictionaries({"kind": st.just(kind), "key": key}, optional=said)
        for kind, said in _SAID.items()
    )


def portfolios(most: int = 8) -> st.SearchStrategy[list[dict]]:
    """Records of several kinds; no two of one kind have a key in common."""
    keys = st.sampled_from([f"e{number}" for number in range(most + 2)])
    return st.lists(records(keys), max_size=most, unique_by=lambda record: (record["kind"], record["key"]))
