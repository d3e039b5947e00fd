"""Papers in 文书式, beside those of `samples`."""

from collections.abc import Iterator
from dataclasses import replace

from supervision.core.documents.model import Layout, Paper, Paragraph, Signature, SignatureStyle
from tests.core.documents.samples import (
    BUREAU,
    DAY,
    HEALTH,
    LONG_NAME,
    OPENING,
    attachments,
    items,
    official,
)


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
