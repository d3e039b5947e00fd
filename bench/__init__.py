"""Measurements against a floor and a peer in one run: `python -m bench NAME [--json]`; never in the tests."""
