"""Many records as columns, kept for question after question: what rules come to for all of them at once."""
