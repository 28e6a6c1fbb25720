"""Answering, submitting and approving assessments as people do, for tests that speak of them."""

import pytest

from governance.models import Assessment
from governance.services.assessment_approvals import approve_assessment
from governance.services.assessments import save_answers, start_assessment, submit_assessment
from policies.assessments import missing_in, read_outline
from registry.models import Entry
from tests.personas import make_entry

GOOD = {"yes_no": True, "date": "2026-01-31", "list": ["one"], "text": "Said."}


def answered(assessment: Assessment, **answers) -> dict:
    """Every required question with an answer of its type, and what was there."""
    missing = missing_in(read_outline(assessment.outline), assessment.answers)
    new = {one.id: GOOD.get(one.type) or one.options[0][0] for one in missing}
    return assessment.answers | new | answers


def save(assessment: Assessment, by, **answers) -> Assessment:
    return save_answers(
        assessment, answered(assessment, **answers), by=by, seen_digest=assessment.answers_digest()
    )


def submit(assessment: Assessment, by) -> Assessment:
    saved = save(assessment, by)
    return submit_assessment(saved, by=by, seen_digest=saved.answers_digest())


def approve(assessment: Assessment, by, **options) -> Assessment:
    return approve_assessment(assessment, by=by, seen_digest=assessment.answers_digest(), **options)


@pytest.fixture
def risky(marketing) -> Entry:
    """A use case of marketing that needs an impact assessment and has none."""
    return make_entry(
        title="Churn rescue", description="Calls people.", assessments=[], systematic_monitoring=True
    )


@pytest.fixture
def dpia(risky, campaign_manager) -> Assessment:
    """Its impact assessment, begun by a member of marketing."""
    return start_assessment(risky, "dpia", by=campaign_manager)
