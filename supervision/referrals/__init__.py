"""Referrals: 移交 under a working mechanism (巡察办 …), 移送 by statute (纪检监察、公安、检察).

拟稿 → 审批 → 已移交 → 已接收 | 退回 → 处理中 → 已回告 → 归档; one that wants no answer may be archived at
已接收. A parallel link to problems, not a status of theirs. Seen by named people only.
"""
