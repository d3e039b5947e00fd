"""Instruments (文书): one life for all kinds, kinds are configuration.

拟稿 → 审核中 → 待签发 → 已签发 → 已送达 → 已反馈 → 核查通过 → 办结 → 归档, with 退回修改,
退回补充整改 (own sub-deadline) and 作废 (the number stays used and is not counted).
Number and 成文日期 are given at 签发; the clock starts at 送达.
"""
