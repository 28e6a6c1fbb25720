"""Does a pack prove itself? Examples, coverage, omission probes, mutants and cases of whole records."""
