"""What a browser sends for a form that is left as it was shown."""

from django.http import QueryDict

from governance.forms.manifest import ManifestForm
from governance.forms.questions import NONE, ROWS, UNKNOWN, Question


def typed_into(question: Question) -> list[tuple[str, str]]:
    """What a browser sends for a question that is left as it was shown."""
    pairs = [(f"{question.name}{UNKNOWN}", question.unknown)]
    if question.none:
        pairs.append((f"{question.name}{NONE}", "1"))
    if question.field.type == "parts":
        pairs.append((f"{question.name}{ROWS}", str(len(question.rows))))
        return pairs + [pair for row in question.rows for one in row.questions for pair in typed_into(one)]
    return pairs + [(question.name, text) for text in question.texts or [""]]


def sent_back(form: ManifestForm) -> QueryDict:
    data = QueryDict(mutable=True)
    for question in form.questions:
        for name, text in typed_into(question):
            data.appendlist(name, text)
    return data
