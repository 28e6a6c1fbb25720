"""Judgements in the admin."""

from governance.admin import assessments, checks, people, rules, seats, submissions, waivers

__all__ = ["assessments", "checks", "people", "rules", "seats", "submissions", "waivers"]
