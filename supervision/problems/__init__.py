"""Discovered problems (发现问题): found, explained by the unit, established by two, confirmed, mended.

States: 待核实 → 已认定 | 不予认定 → 整改中 → 待核查 → 已销号; other ends 立行立改, 无法纠正, 移交终结.
While a paper carries a problem its status follows from the item; 逾期 is computed, never a status.
"""
