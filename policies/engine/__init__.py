"""Asking rules of a record: evaluation in Kleene's logic, with evidence for every finding."""
