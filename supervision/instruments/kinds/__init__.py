"""Kinds of paper as configuration: what a body starts with, editing, samples."""
