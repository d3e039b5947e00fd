"""Tests: they mirror supervision/; rules/ polices the code itself, journeys/ drives a real browser."""
