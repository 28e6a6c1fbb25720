"""Rules: the policy engine. Imports no Django, opens no socket or database and reads no clock."""

from policies.asking import Change, Question, Way, Ways, next_questions, what_would_pass
from policies.blast import BlastRadius, diff_packs
from policies.engine import Explanation, Finding, Place, Report, Step, check, explain
from policies.errors import ManifestError, PackError, PolicyError, YamlError
from policies.facts import FactIndex, compute_facts
from policies.language.lints import Lint, lint_packs
from policies.language.packs import Packs, load_packs
from policies.language.settings import Settings, load_settings, read_settings
from policies.language.tuning import tune
from policies.law.classify import Classification, classify
from policies.release import VERSION
from policies.waivers import Waiver, apply_waivers

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
