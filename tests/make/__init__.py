"""Builders: records made through the services, so that no impossible state can exist."""
