"""A check in the forms that people and machines read. Nothing here reads a file, a clock or a terminal."""
