"""The assessments of the demonstration, written and judged with the ordinary services."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from governance.demo.company import Company
from governance.demo.content import Content, Document
from governance.models import Assessment
from governance.services.assessment_approvals import approve_assessment
from governance.services.assessments import save_answers, start_assessment, submit_assessment
from registry.models import Entry

Act = Callable[[], object]


def acts_of(content: Content, company: Company) -> Iterator[tuple[int, Act]]:
    """The day and the act of everything that is done with an assessment."""
    for said in content.assessments:
        yield said["on"], partial(_write, said, company)
        if "submit" in said:
            yield said["submit"], partial(_submit, said, company)
        if "judge" in said:
            yield said["judge"]["on"], partial(_approve, said, company, content)


def _write(said: Document, company: Company) -> None:
    kind, key = said["entry"].split("/")
    by = company.people[said["by"]]
    started = start_assessment(Entry.objects.get(kind=kind, key=key), said["type"], by=by)
    left = set(said.get("without", ()))
    known = {name: value for name, value in started.answers.items() if name not in left}
    save_answers(started, known | said["answers"], by=by, seen_digest=started.answers_digest())


def _submit(said: Document, company: Company) -> None:
    found = _open(said)
    submit_assessment(found, by=company.people[said["by"]], seen_digest=found.answers_digest())


def _approve(said: Document, company: Company, content: Content) -> None:
    found, judged = _open(said), said["judge"]
    approve_assessment(
        found,
        by=company.people[judged["by"]],
        seen_digest=found.answers_digest(),
        remark=judged.get("remark", ""),
        valid_until=content.day(judged["valid_until"]) if "valid_until" in judged else None,
    )


def _open(said: Document) -> Any:
    kind, key = said["entry"].split("/")
    return Assessment.objects.open().get(entry__kind=kind, entry__key=key, type=said["type"])
