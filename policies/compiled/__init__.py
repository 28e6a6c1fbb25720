"""Rules as generated Python functions: what the reference interpreter says, many times faster."""
