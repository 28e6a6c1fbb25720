"""The sections of the review page, one module each."""
