"""Pages of the audit trail: who did what when, which fields changed, whether the chain stands."""
