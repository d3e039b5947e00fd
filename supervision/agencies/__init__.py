"""Agencies: supervising bodies as a tree, supervised units (被监督单位), their officers, dictionaries."""
