"""What the command's exit code says to the build that ran it."""

from enum import IntEnum

from policies.reporters.run import Run, stops


class Exit(IntEnum):
    """Stable codes; of several that apply the highest wins. 4 is left for servers that ask who you are."""

    PASS = 0
    FINDINGS = 1
    UNUSABLE = 2
    BROKEN = 3


def exit_of(run: Run, *, fail_level: str) -> Exit:
    """Return the worst that happened: a rule that broke, a file that can't be used, a finding that counts."""
    found = [finding for one in run.checked for finding in one.report.findings]
    if any(finding.outcome == "error" for finding in found):
        return Exit.BROKEN
    if run.problems:
        return Exit.UNUSABLE
    return Exit.FINDINGS if any(stops(finding, fail_level) for finding in found) else Exit.PASS
