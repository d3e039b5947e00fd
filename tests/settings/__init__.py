"""Settings: what may be switched, by whom, with history."""
