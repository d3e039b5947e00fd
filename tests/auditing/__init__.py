"""Audit pages: what auditors read, and what leaves a trace."""
