"""The read interface for other platforms: bearer tokens, /api/v1, one document that describes it."""
