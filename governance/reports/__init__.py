"""Reads over many entries: the register as a list, the portfolio, the compliance report."""
