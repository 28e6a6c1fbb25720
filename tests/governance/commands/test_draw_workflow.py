"""``manage.py draw_workflow``: the page says what the table says."""

import pytest
from django.core.management import CommandError, call_command

from governance.assessing import MOVES, State
from governance.management.commands import draw_workflow
from governance.workflow import TRANSITIONS, Status


def test_the_committed_page_is_what_the_table_says():
    call_command("draw_workflow", "--check")


def test_a_page_that_differs_is_told_and_not_mended(tmp_path, monkeypatch):
    page = tmp_path / "states.md"
    monkeypatch.setattr(draw_workflow, "PATH", page)
    for text in (None, "# Something else\n"):
        if text is not None:
            page.write_text(text)
        with pytest.raises(CommandError, match="draw_workflow"):
            call_command("draw_workflow", "--check")
        assert not page.exists() or page.read_text() == text


def test_every_status_and_every_move_is_on_the_page(tmp_path, monkeypatch):
    monkeypatch.setattr(draw_workflow, "PATH", tmp_path / "states.md")
    call_command("draw_workflow")

    text = (tmp_path / "states.md").read_text()
    _, submission, assessment = text.split("## The life of")
    for life, states, moves in ((submission, Status, TRANSITIONS), (assessment, State, MOVES)):
        assert all(f"| {status.label} | " in life for status in states)
        assert all(f"    {start} --> {end}: " in life for start, end in moves)
    call_command("draw_workflow", "--check")
