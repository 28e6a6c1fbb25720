"""The parts of ``benchmarks/policy_engine.py``: records, rules, and one module for each engine."""
