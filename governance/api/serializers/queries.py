"""What may stand after ``?``: declared once, for the check and for the OpenAPI document."""

from collections.abc import Iterator
from difflib import get_close_matches

from django.http import QueryDict
from rest_framework import serializers

from governance.api.pagination import MOST
from governance.api.serializers.findings import OUTCOMES
from governance.api.serializers.waivers import STANDINGS
from governance.assessing import State
from governance.models import NoticeKind
from governance.models.checks import CheckVerdict
from governance.reports.impact import COLUMNS
from governance.workflow import Status
from policies.language.schema import GATES
from policies.record import KINDS, vocabulary

Problems = Iterator[tuple[str, list[str]]]


class Query(serializers.Serializer):
    """No parameters at all, unless a subclass names some."""

    def problems(self, given: QueryDict) -> Problems:
        """Yield the name of each parameter that can't be used, and why."""
        for name in given:
            if name not in self.fields:
                near = get_close_matches(name, list(self.fields), n=1)
                yield name, [f"There is no such parameter.{f' Did you mean {near[0]}?' if near else ''}"]
            elif len(given.getlist(name)) > 1:
                yield name, ["Give it once."]
        self.is_valid()
        yield from self.errors.items()


class ListQuery(Query):
    limit = serializers.IntegerField(min_value=1, max_value=MOST, default=50, help_text="Rows on a page.")
    cursor = serializers.CharField(
        required=False, max_length=200, help_text="Where to go on: follow `next` and `previous`."
    )


class EntryQuery(ListQuery):
    kind = serializers.ChoiceField(KINDS, required=False)
    team = serializers.SlugField(required=False, max_length=80, help_text="The key of the team that owns it.")
    lifecycle_stage = serializers.ChoiceField(vocabulary("lifecycle_stage"), required=False)
    verdict = serializers.ChoiceField(
        CheckVerdict.choices, required=False, help_text="What its current check came to."
    )
    updated_since = serializers.DateTimeField(
        required=False, help_text="Changed at or after this moment, such as 2026-06-30T08:00:00Z."
    )


class FindingQuery(ListQuery):
    kind = serializers.ChoiceField(KINDS, required=False)
    team = serializers.SlugField(required=False, max_length=80, help_text="The key of the team that owns it.")
    rule = serializers.RegexField(r"^[A-Z]{2,10}-[0-9]{1,6}$", required=False, max_length=20)
    severity = serializers.ChoiceField(vocabulary("severity"), required=False)
    outcome = serializers.ChoiceField(OUTCOMES, required=False)


class ImpactQuery(ListQuery):
    team = serializers.SlugField(required=False, max_length=80, help_text="The key of the team that owns it.")
    turn = serializers.ChoiceField(
        COLUMNS, required=False, help_text="Those with a rule that turns so, or whose verdict does."
    )


class SubmissionQuery(ListQuery):
    kind = serializers.ChoiceField(KINDS, required=False)
    team = serializers.SlugField(required=False, max_length=80, help_text="The key of the team that owns it.")
    status = serializers.ChoiceField(Status.choices, required=False)


class WaiverQuery(ListQuery):
    kind = serializers.ChoiceField(KINDS, required=False)
    team = serializers.SlugField(required=False, max_length=80, help_text="The key of the team that owns it.")
    rule = serializers.RegexField(r"^[A-Z]{2,10}-[0-9]{1,6}$", required=False, max_length=20)
    standing = serializers.ChoiceField(STANDINGS, required=False)


class NoticeQuery(ListQuery):
    kind = serializers.ChoiceField(NoticeKind.choices, required=False)
    seen = serializers.BooleanField(required=False, help_text="`false`: only what you have not seen yet.")


class LawQuery(Query):
    as_of = serializers.DateField(
        required=False, help_text="Judge by the law of this day, such as 2026-01-10. Without it, of today."
    )


class AssessmentQuery(ListQuery):
    entry = serializers.SlugField(required=False, max_length=80, help_text="The key of the use case.")
    team = serializers.SlugField(required=False, max_length=80, help_text="The key of the team that owns it.")
    type = serializers.ChoiceField(vocabulary("assessment_type"), required=False)
    state = serializers.ChoiceField(State.choices, required=False)


class AskingQuery(Query):
    gate = serializers.ChoiceField(
        GATES, required=False, help_text="Ask only the rules of this gate. Without it, all rules are asked."
    )
    stage = serializers.ChoiceField(
        vocabulary("lifecycle_stage"),
        required=False,
        help_text="Ask as if it had been moved to this stage, as with gate=deploy&stage=production.",
    )


class CheckQuery(AskingQuery):
    as_of = serializers.DateField(
        required=False, help_text="The day to take as today, such as 2026-06-30. Without it, today."
    )
    path = serializers.RegexField(
        r"^(?!/)(?!.*(?:^|/)\.\.(?:/|$))[^\x00-\x1f\x7f\\:?#]{1,300}$",
        required=False,
        help_text="The file's path in your repository. Findings then name file, line and column.",
    )
    store = serializers.BooleanField(
        default=False, help_text="Keep the result as the check of the registered entry."
    )
