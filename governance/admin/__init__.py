"""Judgements in the admin."""

from governance.admin import checks, people, seats, submissions

__all__ = ["checks", "people", "seats", "submissions"]
