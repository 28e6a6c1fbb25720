"""The order of the questions."""

import json
from importlib.resources import files

import pytest

from policies import PackError
from policies.language.nodes import Path, walk
from policies.law.provisions import shipped_provisions
from policies.law.tree import read_tree, shipped_tree
from policies.record.fields import fields_of, vocabulary
from policies.yamlio import load_yaml


def test_the_act_asks_in_this_order():
    order = ["ai_system", "prohibited", "annex_i", "annex_iii", "exemption", "transparency"]
    assert list(shipped_tree().steps) == order


def test_every_tier_is_the_end_of_some_way():
    ends = {way.tier for step in shipped_tree().steps.values() for way in (step.yes, step.no) if way.tier}
    assert ends == set(vocabulary("eu_ai_tier")) - {"unclassified"}


def test_what_a_step_points_at_is_named_in_the_law():
    known = shipped_provisions().titles()
    steps = shipped_tree().steps.values()
    named = {step.article for step in steps} | {
        ground.article for step in steps for ground in (*step.grounds, *step.against)
    }
    assert named <= set(known)


def text_with(path, value):
    spec = load_yaml(files("policies").joinpath("law/tree.yaml").read_bytes(), source="shipped").value
    *steps, last = path
    at = spec
    for step in steps:
        at = at[step]
    at[last] = value
    return json.dumps(spec, indent=1)


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("steps", 0, "yes"), {"step": "prohibitted"}, "'prohibitted' is not a step of this tree"),
        (("steps", 3, "no"), {"step": "annex_i"}, "'annex_i' was asked before"),
        (("steps", 3, "yes"), {"tier": "high"}, "'high' is not allowed here"),
        (("steps", 3, "yes"), {"step": "transparency"}, "No answer leads to the step 'exemption'"),
        (("steps", 2, "id"), "ai_system", "The step 'ai_system' is there twice"),
        (("steps", 2, "grounds", 0, "when"), {"annex_product": True}, "'annex_product' is not a field"),
        (("steps", 3, "each"), {}, "Nobody is asked here"),
        (("steps", 1, "grounds", 0, "provision"), {"practices": "A5-1-x"}, "'A5-1-x' is not allowed here"),
    ],
)
def test_a_mistake_is_named_with_its_place(path, value, message):
    with pytest.raises(PackError) as refused:
        read_tree(text_with(path, value), shipped_provisions(), source="tree.yaml")
    assert message in refused.value.message
    assert refused.value.line > 1


def test_the_tree_reads_a_use_case_in_its_own_words_alone():
    """So pages can classify without following a link, and nothing of a hidden entry can show."""
    links = {field.name for field in fields_of("use_case").values() if field.type in {"ref", "refs"}}
    steps = shipped_tree().steps.values()
    grounds = [ground for step in steps for ground in (*step.grounds, *step.against)]
    nodes = [node for ground in grounds for node in walk(ground.when)]
    paths = [node.path for node in nodes if isinstance(getattr(node, "path", None), Path)]
    assert paths
    for path in paths:
        assert not links & set(path.steps[:-1]), path.text
        assert "data_source" not in path.steps
