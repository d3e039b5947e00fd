"""The holiday calendar: proposed by one administrator, applied by another, and what moves by it.

`待复核 → 已启用 | 已放弃`. Basis: the State Council's yearly notices on holidays; 民法典 203.
"""
