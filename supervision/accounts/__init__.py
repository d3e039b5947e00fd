"""Accounts: people who sign in, their roles kept apart, sessions on the server, lockout in the store."""
