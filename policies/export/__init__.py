"""A registry export: what a server knows, in one file, for checks where there is no server."""
