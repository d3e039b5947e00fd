"""`make mutants`: a seeded sample of small faults, each held against the tests that reach its line."""
