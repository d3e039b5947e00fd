"""归档单: what proves later that the archived paper is the one that was signed."""

import hashlib

import sqlalchemy as sa

from supervision.agencies.models import Body
from supervision.core import clock
from supervision.core.audit import AuditHead
from supervision.core.db import session
from supervision.core.documents.model import Cell, Code, Form, Grid, SignLine, chinese_date
from supervision.core.errors import DomainError
from supervision.instruments.models import Instrument

_CAPTION = (
    "登录本系统后扫描二维码，或者在“核验文件”页上传PDF，可以核对文件是否由本机关制发、是否改动；"
    "不登录也可以用任何工具计算文件的校验码（SHA-256），与上列数值比对。"
)
_NOTE = (
    "注：审计记录的校验码和条数为出具本单时的数值，与文书一并存档后，可用以发现审计记录事后被删改。"
)


def slip(paper: Instrument, *, address: str) -> Form:
    """The slip as of now; `address` is what its QR code opens.

    Raises DomainError while the archive has not been made. It is drawn when asked for, after the
    commit of the signature, so that the chain head on it covers the signature itself.
    """
    if paper.archive_sha256 is None or paper.frozen is None or paper.signed_on is None:
        message = "归档件尚未生成，请稍后再试"
        raise DomainError(message)
    body = session.get_one(Body, paper.body_id)
    head = session.scalars(sa.select(AuditHead)).one()
    frozen = hashlib.sha256(paper.frozen.encode()).hexdigest()
    now = clock.local(clock.now())
    rows = (
        ("文种", paper.kind.name),
        ("标题", paper.title),
        ("主送机关", paper.addressee),
        ("成文日期", chinese_date(paper.signed_on)),
        ("签发人", paper.signatory_name + ("（线下签批）" if paper.signed_offline else "")),
        ("归档件\n校验码", _in_two(paper.archive_sha256)),
        ("签发内容\n校验码", _in_two(frozen)),
        ("审计记录\n校验码", _in_two(head.mac)),
        ("审计记录\n条数", f"{head.count}条"),
        ("出具时间", f"{chinese_date(now.date())}{now:%H:%M}"),
    )
    grid = Grid((1, 4), tuple((Cell(label, label=True), Cell(value)) for label, value in rows))
    blocks = (grid, Code(address, _CAPTION), SignLine("归档人"))
    return Form(
        "文书归档单", issuer=body.name, number=paper.number or "", blocks=blocks, note=_NOTE
    )


def _in_two(code: str) -> str:
    """Two lines of the same length: nobody compares 60 characters and four."""
    half = len(code) // 2
    return f"{code[:half]}\n{code[half:]}"
