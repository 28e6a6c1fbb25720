"""Everything that changes judgements."""
