"""Interviews (约谈): N interviewees, two or more interviewers and a recorder, a promise with its day.

拟定 → 已批准 → 已通知 → 已实施 → 承诺跟踪 → 办结; side 改期、缺席、取消. Counted once 已实施 or later: 人次 are
those who came, 人 are the different persons among them. 约谈 is not a sanction.
"""
