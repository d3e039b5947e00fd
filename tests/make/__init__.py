"""Builders: each makes records through the services, so impossible states cannot exist."""
