"""Judgements in the admin."""

from governance.admin import checks, people, seats, submissions, waivers

__all__ = ["checks", "people", "seats", "submissions", "waivers"]
