"""Judgements in the admin."""

from governance.admin import assessments, checks, people, seats, submissions, waivers

__all__ = ["assessments", "checks", "people", "seats", "submissions", "waivers"]
