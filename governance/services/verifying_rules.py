"""Are the texts and settings of all rules that were kept those that their digests name?"""

from collections.abc import Iterator

from governance.models import PackVersion, RuleSet
from governance.services.rule_sets import settings_of
from policies import PolicyError
from policies.canonical import digest
from policies.language.packs import rules_digest
from policies.yamlio import load_yaml
from registry.ledger.verifying import Break


def find_changed_rules() -> Iterator[Break]:
    """Yield every pack and rule set that is kept and is not what its digest says.

    Texts are compared as YAML, without the rest of the loader: what an earlier release kept may be more
    than this one can evaluate, and was not changed for that.
    """
    yield from _changed_packs()
    yield from _changed_rule_sets()


def _changed_packs() -> Iterator[Break]:
    for kept in PackVersion.objects.order_by("pk").iterator(chunk_size=50):
        try:
            said = load_yaml(kept.text, source=f"{kept.pack}.yaml").value
            named = [digest(said), said["id"], said["version"], said["title"]]
        except (PolicyError, KeyError, TypeError):
            named = []
        if named != [kept.digest, kept.pack, kept.version, kept.title]:
            yield Break(f"pack:{kept.digest}", 0, "its text is not what it is named by")


def _changed_rule_sets() -> Iterator[Break]:
    versions = {row[0]: row for row in PackVersion.objects.values_list("digest", "pack", "version")}
    for kept in RuleSet.objects.order_by("pk").iterator(chunk_size=200):
        subject = f"rules:{kept.digest}"
        if missing := [one for one in kept.packs if one not in versions]:
            yield Break(subject, 0, f"its pack {missing[0]} is gone")
            continue
        packs = sorted([pack, version, one] for one, pack, version in map(versions.__getitem__, kept.packs))
        try:
            found = rules_digest(packs, settings_of(kept.settings))
        except PolicyError:
            found = ""
        if found != kept.digest:
            yield Break(subject, 0, "its packs or settings are not what it is named by")
