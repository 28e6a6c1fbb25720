"""The parts of ``benchmarks/portfolio_check.py``: a large portfolio, and how it comes into the database."""
