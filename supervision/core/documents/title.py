"""Owns the title's lines: broken by meaning, shaped as 梯形 or 菱形, never as an hourglass."""

import re
from itertools import combinations, pairwise

from supervision.core.documents.errors import DocumentError
from supervision.core.documents.text import clean

LONGEST = 19  # characters of 2号 in a line of 版心, a little air at both sides
MOST_LINES = 5
_WORDS = re.findall(
    r"\S+",
    """
    行政执法监督 行政执法 行政处罚 行政许可 行政强制 行政检查 行政复议 监督意见书
    监督通知书 监督决定书 整改通知书 约谈通知书 意见书 通知书 决定书 建议书 督办函
    移交函 转办函 投诉举报 投诉 举报 事项 问题 线索 整改 落实 情况 专项 监督 检查
    报告 请示 批复 通报 通告 公告 通知 决定 意见 方案 办法 规定 细则 制度 条例
    关于 印发 转发 转办 移交 移送 督办 约谈 开展 组织 进一步 加强 规范 做好 调整
    成立 召开 报送 征求 公布 工作 行动 领域 重点 日常 年度 案卷 评查 案件 材料
    优化 营商 环境 食品 药品 安全 生产 卫生 健康 市场 监管 管理 综合 城市 生态
    交通 运输 自然 资源 住房 城乡 建设 人民政府 委员会 办公室 司法局 领导小组 管理局
    监督管理局 有限公司 整治 突出 侵害 企业 利益 乱收费 乱罚款 乱检查 乱查封 结果
    反馈 复查 核查 销号 责任 追究 人员 单位 部门 机关 涉企 双随机 一公开 三项 全市
    全省 全县 全区 附件 清单 式样
    """,
)
_TOKEN = re.compile(
    r"《[^《》]*》|“[^“”]*”|〔[^〔〕]*〕|（[^（）]*）|[!-~]+年?|"
    + "|".join(sorted(map(re.escape, _WORDS), key=len, reverse=True))
    + "|."
)
_NEVER_FIRST = frozenset("的了和与及、，。：；）》”〕之等书函")
_GOOD_AFTER = frozenset("、，；：》”的")
_UNIT_END = (
    "局",
    "委员会",
    "办公室",
    "人民政府",
    "领导小组",
    "厅",
    "政府",
    "院",
    "中心",
    "支队",
    "大队",
)


def title_lines(title: str) -> list[str]:
    """The title's lines; a line feed typed by a person is kept. DocumentError when too long."""
    forced = [clean(part) for part in title.split("\n") if clean(part)]
    if len(forced) > 1:
        lines = [line for part in forced for line in _split(part)]
    else:
        lines = _split(forced[0]) if forced else []
    if len(lines) > MOST_LINES:
        size = sum(len(line) for line in forced)
        raise DocumentError(
            f"标题有{size}字，排出来超过{MOST_LINES}行（每行至多{LONGEST}字），请精简标题"
        )
    return lines


def _split(text: str) -> list[str]:
    length = measure(text)
    if length <= LONGEST:
        return [text]
    pieces = _pieces(text)
    fewest = -int(-length // LONGEST)
    if fewest > MOST_LINES:
        return [""] * (fewest)  # the caller refuses it; no need to search for a good shape
    for count in range(max(fewest, 2), MOST_LINES + 1):
        best = _best(pieces, count)
        if best:
            return best
    return _by_force(text, fewest)


def measure(text: str) -> float:
    """Length in em, Latin and digits half as wide."""
    return sum(0.5 if char.isascii() else 1.0 for char in text)


def _pieces(text: str) -> list[str]:
    """Words that stay whole; one longer than a line is cut at its own words."""
    pieces: list[str] = []
    for token in _TOKEN.findall(text):
        if measure(token) > 12:
            inner = _TOKEN.findall(token[1:-1])
            pieces += (
                [token[0] + inner[0], *inner[1:-1], inner[-1] + token[-1]]
                if len(inner) > 1
                else [token]
            )
        else:
            pieces.append(token)
    return pieces


def _best(pieces: list[str], count: int) -> list[str] | None:
    """The cheapest way to make `count` lines whose shape is allowed."""
    places = [i for i in range(1, len(pieces)) if pieces[i][0] not in _NEVER_FIRST]
    best: tuple[float, list[str]] | None = None
    if count > 3:
        places = [i for i in places if _cost_of_break(pieces, i) < 6]
    for breaks in combinations(places, count - 1):
        bounds = [0, *breaks, len(pieces)]
        lines = ["".join(pieces[a:b]) for a, b in pairwise(bounds)]
        lengths = [measure(line) for line in lines]
        if max(lengths) > LONGEST or not well_shaped(lengths):
            continue
        cost = sum(_cost_of_break(pieces, i) for i in breaks) + _cost_of_shape(lengths)
        if best is None or cost < best[0]:
            best = (cost, lines)
    return best[1] if best else None


def well_shaped(lengths: list[float]) -> bool:
    """梯形 (all growing or all shrinking) or 菱形 (growing, then shrinking)."""
    peak = lengths.index(max(lengths))
    rising = all(before < after for before, after in pairwise(lengths[: peak + 1]))
    falling = all(before > after for before, after in pairwise(lengths[peak:]))
    return rising and falling


def _cost_of_break(pieces: list[str], place: int) -> float:
    """How much a break before this piece hurts the sense."""
    before, after = pieces[place - 1], pieces[place]
    head = "".join(pieces[:place])
    if after == "关于" or (after.startswith("《") and before in ("印发", "转发", "关于")):
        return 0.0
    if head.endswith(_UNIT_END) and "关于" not in head:
        return 1.0
    if before[-1] in _GOOD_AFTER:
        return 2.0
    if before == "关于" or after in ("事项", "情况", "问题", "工作", "行动"):
        return 6.0
    return 3.0 if len(before) > 1 and len(after) > 1 else 5.0


def _cost_of_shape(lengths: list[float]) -> float:
    """Lines of much the same length look best; a very short last line looks worst."""
    spread = max(lengths) - min(lengths)
    short = 4.0 if min(lengths) < 5 else 0.0
    return 0.35 * abs(spread - 3) + short


def _by_force(text: str, count: int) -> list[str]:
    """No sense to be found (one word, or all Latin): growing lines of whole characters."""
    lines: list[str] = []
    limit = LONGEST
    rest = text
    while rest:
        take, length = 0, 0.0
        while take < len(rest) and length + measure(rest[take]) <= limit:
            length += measure(rest[take])
            take += 1
        lines.append(rest[:take])
        rest = rest[take:]
    return lines
