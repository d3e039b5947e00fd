"""Accounts: signing in, sessions, roles kept apart, the first visit."""
