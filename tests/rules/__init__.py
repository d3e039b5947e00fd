"""Tests that police the code itself: they walk the tree and the running application."""
