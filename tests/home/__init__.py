"""Tests of the 工作台."""
