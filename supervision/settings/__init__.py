"""Settings page: what an administrator may switch, with the history of every change."""
