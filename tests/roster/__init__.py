"""Rosters: pools, counts as of a day, expiry, joint documents."""
