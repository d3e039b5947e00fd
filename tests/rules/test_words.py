"""The words of product.md §5, wherever a person may read them: templates and the code's own strings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pytest

from tests.rules.source import HAN, ROOT, expect_none, files, modules, templates


@dataclass(frozen=True)
class Word:
    """A word that is wrong here; `allowed` are the phrases within which it is right."""

    wrong: str
    instead: str
    allowed: tuple[str, ...] = ()

    def misuses(self, text: str) -> list[str]:
        for phrase in self.allowed:
            text = re.sub(phrase, "", text)
        return [match.group() for match in re.finditer(self.wrong, text)]


WORDS = [
    Word(
        "责令",
        "整改;责令补正/改正只用于决定书",
        # the last: these words alone, with which a 决定书 orders its item, in its sample and where
        # others are told not to (wording/tone, wording/items)
        (
            r"决定书[^。]*责令(补正|改正)",
            r"责令(补正|改正)[^。]*决定书",
            "^责令你单位\N{OBJECT REPLACEMENT CHARACTER}?$",
            r"^责令\(\?:你\|贵\)",
            "^改为“责令你单位……”或者“你单位应当……”$",
        ),
    ),
    Word("当事人|违法单位|违法企业|相对人单位", "被监督单位"),
    Word("诫勉|约谈处分|约谈处罚", "约谈不是诫勉,也不是处分"),
    Word("督查", "监督", ("政府督查", "省司法厅实地督查", "实地督查")),
    Word("督察", "监督", ("法治督察", "督察员", "督察人才库")),
    Word("复查整改|整改复查|复查销号|复查反馈", "核查"),
    Word("核查决定|异议核查", "复查"),
    Word("移交(纪检|公安|检察|司法机关)", "移送"),
    Word("移送巡察", "移交"),
    Word("(特邀|聘任|社会)监督人员|监督员证件", "特邀监督员/监督证件"),
    Word(r"[〔\[(【（](19|20)\d\d[〕\])】）]\s*第\s*\d+\s*号", "文号不写“第”", ("国务院令第",)),
    Word(r"[\u4e00-\u9fff][\[【（(](19|20)\d\d[\]】）)]\s*\d+\s*号", "文号用〔〕"),
    Word(r"〔(19|20)\d\d〕0\d*号", "文号无前导零"),
    Word(r"\d{4}年0\d月|月0\d日|%m月%?d?", "日期无前导零:2023年3月5日"),
    Word(
        "涉密信息", "每页的提示语:本系统不得处理涉密信息", ("不得处理涉密信息", "不得上传涉密信息")
    ),
    Word(r"\d\s*工作日", "10个工作日"),
    Word("（含当日）前", "12月25日前（含当日）"),
    Word("维持原文书|不需回告|请你单位掌握", "维持《…》（文号）；供参考，不需回复"),
    Word("按灯|记一笔|不经过|补录并录下", "期限分布；登记催办；未经此环节；保存并补录下一件"),
    Word("文书事项", "条目"),
    Word("请输入正确的|非法(输入|参数|操作|请求)|系统错误|操作失败", "说清哪里不对、怎样改"),
]
SAMPLES = {
    "责令限期整改": True,
    "仅决定书可以写责令改正": False,
    "责令你单位改正": True,
    "请通知当事人": True,
    "国务院政府督查": False,
    "省司法厅督查转办": True,
    "法治督察与督察员": False,
    "示例市司督〔2023〕第5号": True,
    "示例市司督[2023]5号": True,
    "示例市司督〔2023〕5号": False,
    "国务院令第825号": False,
    "2023年03月05日": True,
    "2023年3月5日": False,
    "请于10工作日内反馈": True,
    "请于10个工作日内反馈": False,
    "于12月25日（含当日）前反馈": True,
}
TEMPLATE_COMMENT = re.compile(r"\{#.*?#\}|<!--.*?-->", re.DOTALL)


@cache
def _read_by_people() -> tuple[tuple[str, str], ...]:
    """Where, and what: each literal with Chinese in it, each template line, each line of our scripts."""
    return tuple(_read())


def _read() -> Iterator[tuple[str, str]]:
    for module in modules("supervision/*.py", "app.py"):
        for line, text in module.strings:
            if HAN.search(text):
                yield f"{module.name}:{line}", text
    for path in (*templates(), *files("static/*.js", "supervision/*.json")):
        plain = TEMPLATE_COMMENT.sub(
            lambda found: "\n" * found.group().count("\n"), path.read_text("utf-8")
        )
        for number, text in enumerate(plain.splitlines(), start=1):
            if HAN.search(text):
                yield f"{path.relative_to(ROOT)}:{number}", text


@pytest.mark.parametrize("word", WORDS, ids=lambda word: word.instead)
def test_a_word_is_not_misused(word: Word) -> None:
    misused = (
        f"{where}: {wrong}" for where, text in _read_by_people() for wrong in word.misuses(text)
    )
    expect_none(misused, hint=f"use {word.instead}")


@pytest.mark.parametrize(("text", "wrong"), SAMPLES.items())
def test_the_list_tells_right_use_from_wrong(text: str, wrong: bool) -> None:
    assert any(word.misuses(text) for word in WORDS) is wrong
