"""Judgements in the admin."""

from governance.admin import assessments, checks, deliveries, people, rules, seats, submissions, waivers

__all__ = ["assessments", "checks", "deliveries", "people", "rules", "seats", "submissions", "waivers"]
