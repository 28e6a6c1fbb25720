"""How large a text, a pack and an evaluation may get, so that hostile input costs little."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds; each refusal names the one that was passed."""

    text_bytes: int = 256 * 1024
    depth: int = 20
    nodes: int = 20_000
    rules: int = 500
    leaves_a_rule: int = 64
    nested_quantifiers: int = 2
    pattern_length: int = 200
    steps_a_rule: int = 10_000
    pointers_a_finding: int = 10
    # Along which the data of an entry is followed back.
    sources_on_a_way: int = 20
    models_on_a_way: int = 20
    ways_to_an_entry: int = 1_000
    # So many mistakes of one file are told; who has mended these hears of the others.
    mistakes_told: int = 20
    # What a host has to find room for beside each finding.
    title_length: int = 300
    slug_length: int = 80
    version_length: int = 40
    rule_version: int = 2_147_483_647


LIMITS = Limits()
