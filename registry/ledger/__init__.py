"""The tamper-evident record: one writer, a chain per subject, and the check that nothing was changed."""
