"""Supervision actions (监督行动): planned, approved, carried out, followed to the last problem's end.

States: 筹备 → 已批准 → 实施中 → 问题反馈 → 整改跟踪 → 总结归档; side 中止, 取消.
Kinds 日常/重点/参加上级专项 exist since 国务院令第825号 (in force 2026-02-01); before that only the form.
"""
