"""The command line: the one edge of the engine, where files are read and today's date is asked for."""
