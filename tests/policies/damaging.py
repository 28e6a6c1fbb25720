"""Data that comes along, damaged as files are: the texts that it was made of count then."""

import json

import pytest


def damaged(of):
    """Each kind of damage in turn; ``of`` is the member that names the texts."""
    return pytest.mark.parametrize(
        "damage",
        [
            lambda said: said[: len(said) // 2],
            lambda said: "",
            lambda said: "[]",
            lambda said: json.dumps(json.loads(said) | {"rows": [["Popen", "id"]]}),
            lambda said: json.dumps(json.loads(said) | {of: "0" * 64}),
        ],
        ids=["cut", "empty", "a list", "no class of ours", "of other texts"],
    )
