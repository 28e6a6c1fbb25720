"""Rules: the policy engine. Imports no Django, opens no socket or database and reads no clock."""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from policies.release import VERSION

if TYPE_CHECKING:
    from policies.asking import Change, Question, Way, Ways, next_questions, what_would_pass
    from policies.blast import BlastRadius, diff_packs
    from policies.engine.check import check
    from policies.engine.evidence import Place
    from policies.engine.explain import explain
    from policies.engine.explanation import Explanation, Step
    from policies.engine.report import Finding, Report
    from policies.errors import ManifestError, PackError, PolicyError, YamlError
    from policies.facts import FactIndex, compute_facts
    from policies.language.lints import Lint, lint_packs
    from policies.language.packs import Packs, load_packs
    from policies.language.settings import Settings, load_settings, read_settings
    from policies.language.tuning import tune
    from policies.law.classify import Classification, classify
    from policies.waivers import Waiver, apply_waivers
else:
    # Hidden from checkers, who would take any name for one that is there.
    def __getattr__(name: str) -> Any:
        if name not in _HOME_OF:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = globals()[name] = getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)
        return value


__version__ = VERSION

__all__ = [
    "BlastRadius",
    "Change",
    "Classification",
    "Explanation",
    "FactIndex",
    "Finding",
    "Lint",
    "ManifestError",
    "PackError",
    "Packs",
    "Place",
    "PolicyError",
    "Question",
    "Report",
    "Settings",
    "Waiver",
    "Way",
    "Ways",
    "YamlError",
    "Step",
    "apply_waivers",
    "check",
    "classify",
    "compute_facts",
    "diff_packs",
    "explain",
    "lint_packs",
    "load_packs",
    "load_settings",
    "next_questions",
    "read_settings",
    "tune",
    "what_would_pass",
]

# Where each public name is from. Its module is imported when it is first asked for: few commands need all.
_HOMES: Final = {
    "asking": "Change Question Way Ways next_questions what_would_pass",
    "blast": "BlastRadius diff_packs",
    "engine.check": "check",
    "engine.evidence": "Place",
    "engine.explain": "explain",
    "engine.explanation": "Explanation Step",
    "engine.report": "Finding Report",
    "errors": "ManifestError PackError PolicyError YamlError",
    "facts": "FactIndex compute_facts",
    "language.lints": "Lint lint_packs",
    "language.packs": "Packs load_packs",
    "language.settings": "Settings load_settings read_settings",
    "language.tuning": "tune",
    "law.classify": "Classification classify",
    "waivers": "Waiver apply_waivers",
}
_HOME_OF: Final = {name: home for home, names in _HOMES.items() for name in names.split()}


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
