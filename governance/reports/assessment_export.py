"""An assessment as a file: the same bytes for the same assessment, whoever asks and whenever."""

from collections.abc import Iterator
from typing import Any

from governance.forms.answers import shown
from governance.models import Assessment
from policies.assessments import coverage_of, read_outline


def document_of(assessment: Assessment) -> dict[str, Any]:
    """``muster: assessment/1``. People are named by e-mail address; days are ISO dates."""
    approver = assessment.approver
    return {
        "muster": "assessment/1",
        "entry": {"kind": assessment.entry.kind, "key": assessment.entry.key},
        "type": assessment.type,
        "version": assessment.version,
        "state": assessment.state,
        "outline": assessment.outline,
        "answers": assessment.answers,
        "digest": assessment.answers_digest(),
        "revision": assessment.revision,
        "manifest_digest": assessment.manifest_digest,
        "author": assessment.author.email,
        "approver": approver.email if approver else None,
        "approved_on": assessment.approved_on.isoformat() if assessment.approved_on else None,
        "valid_until": assessment.valid_until.isoformat() if assessment.valid_until else None,
        "remark": assessment.remark,
    }


def markdown_of(assessment: Assessment) -> str:
    """For people: every question with its answer, in the order of the outline, and how much is answered."""
    return "\n".join(_lines(assessment)) + "\n"


def _lines(assessment: Assessment) -> Iterator[str]:
    outline = read_outline(assessment.outline)
    whole, _ = coverage_of(outline, assessment.answers)
    yield f"# {outline.title}: {assessment.entry.title}"
    yield ""
    yield f"- Entry: {assessment.entry.subject}, revision {assessment.revision}"
    yield f"- Version: {assessment.version}, {assessment.get_state_display().lower()}"
    yield f"- Written by: {assessment.author}"
    if assessment.approver and assessment.approved_on and assessment.valid_until:
        yield f"- Approved by: {assessment.approver} on {assessment.approved_on.isoformat()}"
        yield f"- Valid until: {assessment.valid_until.isoformat()}"
    yield f"- Required questions answered: {whole.required_answered} of {whole.required}"
    yield f"- Sources: {', '.join(outline.sources)}"
    yield f"- Digest: `{assessment.answers_digest()}`"
    for section in outline.sections:
        yield f"\n## {section.title}"
        for question in section.questions:
            source = f" ({question.source})" if question.source else ""
            yield f"\n### {question.label}{source}\n"
            yield from _quoted(shown(question, assessment.answers.get(question.id)))


def _quoted(text: str) -> Iterator[str]:
    """As a quotation, so that no answer can pass for a heading of ours."""
    if not text:
        yield "*Not answered.*"
    yield from (f"> {line}".rstrip() for line in text.split("\n") if text)
