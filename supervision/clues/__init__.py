"""Clues (线索 / 转办件): what comes in from superiors, other organs, the public and our own observers.

登记 → 受理 | 不予受理(理由) → 核查中 (→ 已转办) → 办结(查实/部分查实/查否) → 已回告. 办结 and 回告 are two
dates; 查处 is 查实 and dealt with. Who the informant is stays sealed and is shown to the handler only.
"""
