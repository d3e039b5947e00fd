"""签收: one paper to many units, each of which signs for itself."""
