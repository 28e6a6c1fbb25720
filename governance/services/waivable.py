"""What of an entry can be waived today, and on what terms."""

from dataclasses import dataclass
from datetime import date

from governance.models import CheckRun, Finding
from governance.services.rule_sets import usable_packs
from governance.services.wording import worded_check
from policies.language.rules import Rule
from policies.waivers import Terms, terms_of
from registry import clock
from registry.models import Entry


class WaiverRefused(ValueError):
    """What was asked for can't be, whoever asks. ``field`` names what to change, where that is one thing."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class Waivable:
    """The open findings of one rule in one entry, and the terms on which they can be waived today."""

    rule: Rule
    terms: Terms
    findings: tuple[Finding, ...]

    @property
    def last_day(self) -> date:
        return self.terms.last_day(clock.today())

    @property
    def evidence(self) -> dict[str, str]:
        return {one.fingerprint: one.evidence_digest for one in self.findings}


def waivable(entry: Entry) -> dict[str, Waivable]:
    """What can be waived of the entry's current check, by rule."""
    return waivable_in(worded_check(entry))


def waivable_in(run: CheckRun | None) -> dict[str, Waivable]:
    """What can be waived of what a check found, by rule."""
    packs = usable_packs()
    rules = {rule.id: rule for rule in packs.rules} if packs else {}
    found: dict[str, list[Finding]] = {}
    for one in run.findings.all() if run else ():
        rule = rules.get(one.rule_id)
        open_now = one.disposition != "preview" and one.outcome != "error"
        if rule and rule.version == one.rule_version and open_now and terms_of(rule).allowed:
            found.setdefault(rule.id, []).append(one)
    return {key: Waivable(rules[key], terms_of(rules[key]), tuple(of)) for key, of in found.items()}


def waivable_until(entry: Entry, rule_id: str, expires_on: date) -> Waivable:
    """What of ``rule_id`` can be waived until that day. Raises ``WaiverRefused`` with the field to change."""
    found = waivable(entry).get(rule_id)
    if found is None:
        raise WaiverRefused(f"There is no open finding of {rule_id} here that can be waived.", "rule_id")
    if expires_on < clock.today():
        raise WaiverRefused("This day has passed.", "expires_on")
    if expires_on > found.last_day:
        raise WaiverRefused(
            f"{rule_id} can be waived for {found.terms.longest} at most: until {found.last_day:%-d %B %Y}.",
            "expires_on",
        )
    return found
