"""Near duplicates as tables: who shares keys with an entry, and what was found of it."""
