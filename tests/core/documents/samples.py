"""Papers and forms to set: every layout × length, items, rare characters, addressees, attachments.

`papers()` and `forms()` yield (name, document); names are stable and serve as test ids.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from supervision.core.documents.model import (
    Align,
    Attachment,
    Cell,
    Code,
    Column,
    Form,
    Grid,
    Layout,
    Paper,
    Paragraph,
    Signature,
    SignatureStyle,
    SignLine,
    Table,
)

BUREAU = "示例市司法局"
HEALTH = "示例市卫生健康委员会"
DAY = dt.date(2026, 9, 8)
OPENING = (
    "根据《中华人民共和国行政处罚法》《优化营商环境条例》等规定，我局于2026年9月1日至9月20日，对你单位行政执法情况开展了专项监督检查，"
    "随机抽取2025年以来办结的行政处罚案卷46件，走访市场主体28户，发现你单位在“双随机、一公开”监管、行政执法“三项制度”落实等方面存在一些问题。"
    "现提出如下监督意见："
)
TEXTS = (
    "对行政执法基本信息、结果信息公示不及时，部分行政处罚决定未在7个工作日内公开，应当自收到本意见书之日起15日内补充公示。",
    "抽查的46件案卷中，有9件未按规定记录询问、检查过程，音像记录归档不完整——应当逐件补正，并明确专人管理。",
    "个别执法人员未主动出示执法证件，对当事人陈述、申辩意见的复核不充分；对同类案件的处罚幅度相差较大，应当严格执行裁量基准。",
    "案卷应当“一案一卷”，材料齐全、目录清晰，保存期限不少于10年。",
)
CHINESE = "一二三四五六七八九十"
RARE = "经办人王𬍛、李㛃、赵䶮、朱镕、孙堃、钱喆已经核对全部材料，确认无误。"


def ordinal(number: int) -> str:
    """一 … 四十."""
    if number <= 10:
        return CHINESE[number - 1]
    tens, ones = divmod(number, 10)
    return ("" if tens == 1 else CHINESE[tens - 1]) + "十" + (CHINESE[ones - 1] if ones else "")


def items(count: int) -> tuple[Paragraph, ...]:
    """`count` headed items."""
    blocks = []
    for number in range(1, count + 1):
        blocks.append(Paragraph(f"{ordinal(number)}、严格落实行政执法公示制度", 1))
        blocks.append(Paragraph(TEXTS[number % len(TEXTS)]))
    return tuple(blocks)


def official(**changes: object) -> Paper:
    """A 公文 of one page and a bit."""
    paper = Paper(
        issuers=(BUREAU,),
        number="示司执监〔2026〕12号",
        copy_number="000001",
        title=f"{BUREAU}行政执法监督意见书",
        addressees=(HEALTH,),
        blocks=(Paragraph(OPENING), *items(3)),
        signature=Signature(names=(BUREAU,), date=DAY),
        copies_to=(
            "市委全面依法治市委员会办公室",
            "市人大常委会法工委",
            "市政府办公室",
            "市纪委监委",
            "市营商环境建设局",
        ),
        printer=f"{BUREAU}办公室",
        printed_on=DAY,
    )
    return replace(paper, **changes)  # type: ignore[arg-type]


def letter(**changes: object) -> Paper:
    """A 函."""
    paper = official(
        layout=Layout.LETTER,
        number="示司函〔2026〕8号",
        copy_number="",
        title=f"{BUREAU}关于转办行政执法投诉举报事项的函",
        blocks=(Paragraph(OPENING), *(Paragraph(text) for text in TEXTS)),
        copies_to=("市纪委监委",),
        printer="",
        printed_on=None,
    )
    return replace(paper, **changes)  # type: ignore[arg-type]


def plain(**changes: object) -> Paper:
    """A 文书式 paper: no head, no 版记."""
    paper = official(
        layout=Layout.PLAIN,
        number="示司监约〔2026〕8号",
        copy_number="",
        title=f"{BUREAU}行政执法监督约谈通知书",
        printer="",
        printed_on=None,
    )
    return replace(paper, **changes)  # type: ignore[arg-type]


def plain_papers() -> Iterator[tuple[str, Paper]]:
    """文书式 in every shape; not among `papers`, whose marks of the first rules are kept by a digest."""
    yield "plain-middle", plain()
    yield "plain-short", plain(blocks=(Paragraph("现将有关事项通知如下，请依法办理。"),))
    yield "plain-items-12", plain(blocks=(Paragraph(OPENING), *items(12)))
    yield "plain-note", plain(note="联系人：王某，电话：000-00000000")
    yield "plain-head", plain(copy_number="000012", urgency="加急")
    yield "plain-attachments", plain(attachments=attachments(2))
    names = (BUREAU, HEALTH)
    joint = Signature(names=names, date=DAY)
    yield "plain-joint", plain(issuers=names, signature=joint, addressees=("示例市公安局",))
    long = Signature(names=(LONG_NAME,), date=DAY)
    title = f"{LONG_NAME}行政执法监督意见书"
    yield "plain-long-name", plain(issuers=(LONG_NAME,), signature=long, title=title)
    for style in (SignatureStyle.UNSEALED, SignatureStyle.STAMP):
        yield f"plain-{style}", plain(signature=Signature(style, (BUREAU,), DAY, post="局长"))
    yield (
        "plain-draft",
        plain(watermark="草稿", number=None, signature=Signature(names=(BUREAU,))),
    )


def problem_table(rows: int, *, landscape: bool = False) -> Table:
    """A 问题清单 of `rows` rows."""
    columns = (
        Column("序号", 1, Align.CENTER),
        Column("问题", 5),
        Column("依据", 4),
        Column("整改要求", 4),
        Column("期限", 2.2, Align.CENTER),
    )
    cells = tuple(
        (
            str(n),
            TEXTS[n % 4],
            "《中华人民共和国行政处罚法》",
            "立即改正并书面报告",
            "2026年10月8日",
        )
        for n in range(1, rows + 1)
    )
    return Table(columns, cells, "行政执法监督检查问题清单", landscape)


def attachments(count: int) -> tuple[Attachment, ...]:
    """Up to three: a table, text, a landscape table."""
    every = (
        Attachment("行政执法监督检查问题清单", (problem_table(12),)),
        Attachment("整改情况报告（式样）", tuple(Paragraph(text) for text in TEXTS)),
        Attachment("行政执法案卷评查情况汇总表", (problem_table(9),), landscape=True),
    )
    return every[:count]


def papers() -> Iterator[tuple[str, Paper]]:
    """Every paper that must come out right."""
    for make in (official, letter):
        kind = make.__name__
        yield f"{kind}-short", make(blocks=(Paragraph("现将有关材料转去，请依法办理。"),))
        yield f"{kind}-middle", make()
        yield f"{kind}-long", make(blocks=(Paragraph(OPENING), *items(12)))
        for count in (1, 7, 20, 40):
            yield f"{kind}-items-{count}", make(blocks=(Paragraph(OPENING), *items(count)))
        yield f"{kind}-rare", make(blocks=(Paragraph(OPENING), Paragraph(RARE)))
        yield f"{kind}-many-addressees", make(addressees=_units(18))
        yield f"{kind}-addressees-in-imprint", make(addressees=_units(42))
        yield (
            f"{kind}-long-name",
            make(
                issuers=(LONG_NAME,),
                signature=Signature(names=(LONG_NAME,), date=DAY),
                title=f"{LONG_NAME}关于开展2026年度涉企行政执法专项监督检查情况的通报",
            ),
        )
        for count in (1, 2, 3):
            yield f"{kind}-attachments-{count}", make(attachments=attachments(count))
        yield f"{kind}-single-sided", make(duplex=False, attachments=attachments(1))
        yield f"{kind}-levels", make(blocks=_levels())
        yield (
            f"{kind}-table",
            make(blocks=(Paragraph(OPENING), problem_table(6), Paragraph(TEXTS[0]))),
        )
        yield (
            f"{kind}-draft",
            make(watermark="草稿", number=None, signature=Signature(names=(BUREAU,))),
        )
        yield f"{kind}-void", make(void="作废")
        yield f"{kind}-note", make(note="联系人：王某，电话：000-00000000")
    yield from _signatures()


def _signatures() -> Iterator[tuple[str, Paper]]:
    joint = (BUREAU, "示例市市场监督管理局", "示例市生态环境局")
    for style in SignatureStyle:
        sign = Signature(style, (BUREAU,), DAY, post="局长")
        yield f"official-{style}", official(signature=sign)
    yield (
        "official-joint-2",
        official(issuers=joint[:2], signature=Signature(names=joint[:2], date=DAY)),
    )
    yield "official-joint-3", official(issuers=joint, signature=Signature(names=joint, date=DAY))
    yield (
        "official-joint-4",
        official(
            issuers=(*joint, "示例市公安局"),
            signature=Signature(names=(*joint, "示例市公安局"), date=DAY),
        ),
    )
    yield (
        "official-upward",
        official(signatories=("王某某",), urgency="特急", addressees=("示例市人民政府",)),
    )
    yield (
        "official-upward-3",
        official(
            issuers=joint, signatories=("王某某", "李某", "赵某某"), addressees=("示例市人民政府",)
        ),
    )
    yield (
        "official-landscape",
        official(
            blocks=(Paragraph(OPENING), problem_table(8, landscape=True), Paragraph(TEXTS[0]))
        ),
    )
    for lines in range(1, 26):
        body = (Paragraph(OPENING), *(Paragraph("请认真整改。") for _ in range(lines)))
        yield f"official-lines-{lines}", official(blocks=body)


LONG_NAME = "示例市优化法治化营商环境暨规范涉企行政执法专项行动领导小组办公室"


def _units(count: int) -> tuple[str, ...]:
    return tuple(f"示例市第{n}综合行政执法支队" for n in range(1, count + 1))


def _levels() -> tuple[Paragraph, ...]:
    return (
        Paragraph(OPENING),
        Paragraph("一、严格落实行政执法公示制度", 1),
        Paragraph(f"（一）基本情况。{TEXTS[0]}", 2),
        Paragraph("（二）存在的问题", 2),
        Paragraph(f"1.{TEXTS[1]}", 3),
        Paragraph(f"（1）{TEXTS[2]}", 4),
    )


def receipt() -> Form:
    """送达回证."""

    def row(label: str, value: str, lines: int = 2) -> tuple[Cell, ...]:
        return (Cell(label, label=True), Cell(value, span=3, lines=lines))

    return Form(
        title="送达回证",
        issuer=BUREAU,
        number="示司执监〔2026〕12号",
        blocks=(
            Grid(
                (1.2, 2, 1.2, 2),
                (
                    row("案由", "行政执法监督"),
                    (
                        Cell("文书名称", label=True),
                        Cell("行政执法监督意见书"),
                        Cell("件数", label=True),
                        Cell("1件", lines=2),
                    ),
                    row("受送达人", HEALTH),
                    row("送达地址", "示例市示例路1号"),
                    (
                        Cell("受送达人签名或者盖章", label=True),
                        Cell("年\u3000月\u3000日", span=3, lines=4, align=Align.RIGHT),
                    ),
                    row("代收人及代收理由", "", 4),
                    row("备考", "", 4),
                    (
                        Cell("填发人", label=True),
                        Cell("王某某"),
                        Cell("送达人", label=True),
                        Cell("李某、赵某某", lines=2),
                    ),
                ),
            ),
        ),
        note="注：受送达人拒绝签收的，送达人应当在备考栏注明情况，由见证人签名。",
    )


def interview() -> Form:
    """约谈记录."""
    return Form(
        title="行政执法监督约谈记录",
        issuer=BUREAU,
        blocks=(
            Grid(
                (1, 2, 1, 2),
                (
                    (
                        Cell("时间", label=True),
                        Cell("2026年9月8日9时30分"),
                        Cell("地点", label=True),
                        Cell("第一会议室"),
                    ),
                    (
                        Cell("被约谈人", label=True),
                        Cell("王某某（示例市卫生健康委员会分管负责人）", span=3),
                    ),
                    (
                        Cell("约谈人", label=True),
                        Cell("李某、赵某某"),
                        Cell("记录人", label=True),
                        Cell("孙某"),
                    ),
                    (Cell("事由", label=True), Cell(TEXTS[0], span=3)),
                ),
            ),
            *(Paragraph(text) for text in TEXTS * 3),
            SignLine("被约谈人签名"),
            SignLine("约谈人签名"),
            SignLine("记录人签名", "孙某", DAY),
        ),
    )


def problem_list() -> Form:
    """问题清单, landscape."""
    return Form(
        title="行政执法监督检查问题清单", issuer=BUREAU, blocks=(problem_table(14),), landscape=True
    )


def slip() -> Form:
    """归档单 with its code."""
    return Form(
        title="文书归档单",
        issuer=BUREAU,
        blocks=(
            Grid(
                (1, 3),
                (
                    (Cell("发文字号", label=True), Cell("示司执监〔2026〕12号")),
                    (
                        Cell("SHA-256", label=True),
                        Cell("3f786850e387550fdab836ed7e6dc881de23001b" * 2),
                    ),
                ),
            ),
            Code(
                "https://mingdu.example/verify/3f786850e387550f",
                "扫描二维码或者在本系统“文书核验”页上传文件，可以核对文件是否由本机关制发、是否改动。",
            ),
        ),
    )


def forms() -> Iterator[tuple[str, Form]]:
    """Every working form."""
    for make in (receipt, interview, problem_list, slip):
        yield make.__name__, make()
