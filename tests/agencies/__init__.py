"""Agencies: units through reforms, officers, dictionaries, bodies."""
