"""Invented yearly figures for the gallery."""

from __future__ import annotations

from types import SimpleNamespace as Row

MONTHS = [f"{month}月" for month in range(1, 13)]
SERIES = [
    {"name": "发现", "values": [2, 3, 9, 14, 18, 12, 7, 5, 4, 2, 1, 1], "tone": "main"},
    {"name": "销号", "values": [1, 2, 4, 8, 15, 14, 11, 8, 6, 5, 3, 1], "tone": "soft"},
]
FIGURES = [
    Row(label=label, value=value, unit=unit, before=before, basis=basis)
    for label, value, unit, before, basis in [
        ("发现问题（专项监督行动）", "37", "个", "41", "按发生日期"),
        ("约谈行政执法部门负责人", "9", "人", "6", "按发生日期"),
        ("约谈行政执法人员", "31", "人", "18", "按发生日期"),
        ("行政执法监督整改通知书", "6", "份", "4", "按签发日期"),
        ("行政执法监督案件转办函", "11", "份", "9", "按签发日期"),
        ("办结省司法厅转办案件", "7", "件", "5", "按发生日期"),
        ("查处省司法厅实地督查线索", "4", "个", "2", "按发生日期"),
        ("“驻在式”监督检查发现执法问题", "41", "项", None, "按发生日期"),
        ("移交市委巡察办问题", "34", "项", None, "按发生日期"),
        ("提出执法监督意见", "12", "条", "7", "按发生日期"),
        ("行政执法监督联系点（新设 / 现有）", "12 / 12", "个", "0 / 0", "年末"),
        ("监督员（新聘 / 现有）", "60 / 60", "名", "0 / 0", "年末"),
    ]
]
COLUMNS = [
    {"label": "指标"}, {"label": "2023年", "num": True}, {"label": "2022年", "num": True},
    {"label": "口径日期"}, {"label": "范围"},
]  # fmt: skip
SHARES = [
    Row(label=label, url="#", share=share, share_label=f"{share}%", note=note, tone=tone)
    for label, share, note, tone in [
        ("市场监管局", 100, "12 天", "done"),
        ("农业农村局", 100, "9 天", "done"),
        ("交通运输局", 83, "21 天", "main"),
        ("城管执法局", 75, "26 天", "main"),
        ("卫健委", 50, "34 天", "main"),
    ]
]
AGES = [
    Row(label="30 日以内", value=21, tone="main", url="#"),
    Row(label="31–60 日", value=11, tone="soft", url="#"),
    Row(label="61–90 日", value=4, tone="near", url="#"),
    Row(label="超过 90 日", value=2, tone="overdue", url="#"),
]
PARAGRAPH = [
    ("在重点执法领域开展解决市场主体和群众“办事难”执法突出问题专项监督行动，共发现问题", "37个"),
    ("，约谈行政执法部门负责人", "9人"), ("、行政执法人员", "31人"), ("，下发行政执法监督整改通知书", "6份"),
    ("、行政执法监督案件转办函", "11份"), ("，办结省司法厅转办案件", "7件"), ("，查处省司法厅实地督查线索", "4个"),
    ("。对三个部门开展“驻在式”监督检查，发现执法问题", "41项"), ("，移交市委巡察办", "34项"),
    ("，提出执法监督意见", "12条"),
]  # fmt: skip
