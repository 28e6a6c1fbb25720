"""How the command tells of a problem."""

from typing import TextIO

from policies.errors import PolicyError


def say_problem(problem: PolicyError, to: TextIO) -> None:
    """Write one line for the problem and one for each further one that it carries."""
    for one in (problem, *problem.others):
        print(f"muster: {one}", file=to)
