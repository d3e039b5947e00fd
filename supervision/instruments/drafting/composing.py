"""From a paper's text to the document that prints, with its annexes."""

from datetime import date

from supervision.agencies.models import Body
from supervision.core import clock, settings
from supervision.core.db import session
from supervision.core.documents.model import (
    Attachment,
    Column,
    Layout,
    Paper,
    Paragraph,
    Signature,
    Table,
)
from supervision.core.documents.text import parse_text
from supervision.instruments.drafting.layout_facts import (
    PROBLEM_LIST,
    REPLY_FORM,
    attached_of,
    names_in,
)
from supervision.instruments.models import Instrument, InstrumentItem
from supervision.instruments.receipts import service as receipts
from supervision.instruments.states import KindPurpose
from supervision.instruments.wording.before import (
    answering,
    asked_as,
    asking,
    found_as,
    list_title,
    told_as,
)
from supervision.instruments.wording.blocks import own_annexes, text_of
from supervision.instruments.wording.items import case_of, ended, fact
from supervision.instruments.wording.names import nested_quotes

_NARROW = 3.5  # of ten: the least that a column of sentences has beside another
_UNSIGNED = "待签发"  # where the name of whoever signs will stand


def document(paper: Instrument, *, number: str | None = None, watermark: str = "") -> Paper:
    """The paper as it prints now; `number` is the expected one while none has been given."""
    body = session.get_one(Body, paper.body_id)
    signed_on = paper.signed_on or clock.today()
    official = paper.kind.layout == Layout.OFFICIAL
    issuers = (body.name, *names_in(paper.joint))
    return Paper(
        layout=Layout(paper.kind.layout),
        issuers=issuers,
        number=paper.number or number,
        copy_number=paper.copy_number,
        urgency=paper.urgency,
        signatories=_signatories(paper),
        title=nested_quotes(paper.title),
        addressees=_addressees(paper),
        blocks=tuple(parse_text(text_of(paper))),
        attachments=tuple(_attachments(paper)),
        signature=_signature(paper, issuers, signed_on),
        note=paper.note,
        copies_to=names_in(paper.copies_to),
        printer=f"{body.name}办公室" if official else "",
        printed_on=signed_on if official else None,
        duplex=bool(settings.get("duplex")),
        seam=bool(paper.seam),
        watermark=watermark,
        void=paper.status.stamp if paper.status else "",
    )


def _addressees(paper: Instrument) -> tuple[str, ...]:
    """主送: every unit of a paper to many, though the list shows the first and how many."""
    many = tuple(receipt.name for receipt in receipts.of_paper(paper))
    return many or ((paper.addressee,) if paper.addressee else ())


def _signatories(paper: Instrument) -> tuple[str, ...]:
    """签发人 of a paper to a superior, the 主办 body's own first."""
    if not paper.upward:
        return ()
    return (paper.signatory_name or _UNSIGNED, *names_in(paper.co_signatories))


def _signature(paper: Instrument, issuers: tuple[str, ...], day: date) -> Signature:
    return Signature(paper.signature_style, issuers, day, post=paper.signatory_post)


def _attachments(paper: Instrument) -> list[Attachment]:
    """The list of the paper's own problems, the form for the answers, then what was typed."""
    own = {PROBLEM_LIST: _problem_list, REPLY_FORM: _reply_form}
    return [
        *(own[name](paper) for name in own_annexes(paper)),
        *(one.attachment() for one in attached_of(paper)),
    ]


def _problem_list(paper: Instrument) -> Attachment:
    """The items of the paper; a letter that only tells of problems has no column for what it asks."""
    cased = any(case_of(item) for item in paper.items)  # else a column would stand empty
    asks = paper.kind.purpose is not KindPurpose.SUPERIOR
    told = tuple(_told(item) for item in paper.items)
    demands = tuple(nested_quotes(ended(item.demand)) for item in paper.items)
    wide, narrow = _shares(told, demands)
    columns = (
        Column("序号", 1),
        Column(found_as(paper), wide if asks else 10),
        *((Column("所涉案件", 3),) if cased else ()),
        *((Column(asking(paper), narrow),) if asks else ()),
    )
    rows = tuple(
        (
            str(item.seq), fact, *((case_of(item),) if cased else ()), *((demand,) if asks else ()),
        )
        for item, fact, demand in zip(paper.items, told, demands, strict=True)
    )  # fmt: skip
    return Attachment(title=list_title(paper), blocks=(Table(columns=columns, rows=rows),))


def _shares(told: tuple[str, ...], asked: tuple[str, ...]) -> tuple[float, float]:
    """Of ten: as wide as their texts are long, so that neither column leaves the other half empty."""
    first, second = sum(map(len, told)), sum(map(len, asked))
    share = round(20 * first / max(first + second, 1)) / 2
    share = min(max(share, _NARROW), 10 - _NARROW)
    return share, 10 - share


def _reply_form(paper: Instrument) -> Attachment:
    """A row an item, to be filled in by the unit and sealed."""
    columns = (
        Column("序号", 1),
        Column(asked_as(paper), 4.5),
        Column(told_as(paper), 4.5),
        Column("完成时间", 2),
        Column("佐证材料", 2),
    )
    rows = tuple((str(one.seq), nested_quotes(_asked(one)), "", "", "") for one in paper.items)
    return Attachment(
        title=f"{answering(paper)}情况反馈表",
        blocks=(
            Paragraph(f"反馈单位（盖章）：{paper.addressee}"),
            Table(columns=columns, rows=rows),
            Paragraph("单位负责人（签名）：\u3000\u3000\u3000\u3000\u3000\u3000填表日期："),
        ),
    )


def _asked(item: InstrumentItem) -> str:
    """An item by its heading; without one by what it asks."""
    return item.heading.strip() or item.demand.strip()


def _told(item: InstrumentItem) -> str:
    said = "\n".join(part for part in (item.heading, fact(item, case=False)) if part)
    return nested_quotes(said)
