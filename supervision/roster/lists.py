"""The lists of one pool as of one day and of joint documents, declared for core/listing."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from supervision.core.access.principal import current
from supervision.core.listing import AsOf, Column, DateRange, Listing, Sort, Tab, Text
from supervision.roster import service
from supervision.roster.documents import texts_of
from supervision.roster.models import JointDocument, Pool, RosterEntry

AS_OF = AsOf("on", "截至日期")


def _named(words: str) -> sa.ColumnElement[bool]:
    return sa.or_(
        RosterEntry.name.contains(words, autoescape=True),
        RosterEntry.initials.contains(words.lower(), autoescape=True),
        RosterEntry.organisation.contains(words, autoescape=True),
        RosterEntry.certificate_no.contains(words, autoescape=True),
    )


def _criteria(entries: sa.Select[RosterEntry]) -> Sequence[sa.ColumnElement[bool]]:
    """What a select of the service demands, so that tabs and figures are the same by construction."""
    return (entries.whereclause,) if entries.whereclause is not None else ()


def _columns(pool: Pool) -> tuple[Column, ...]:
    """The same for every pool in sheets; on screen what matters in this one."""
    place, official = pool is Pool.CONTACT_POINT, pool is Pool.SUPERVISOR
    return (
        Column("name", "联系点" if place else "姓名", cell="lead", sheet="姓名（名称）", sort="name",
               look="cell-lead"),
        Column("organisation", "所在单位", shown=False),
        Column("post", "职务", shown=not place),
        Column("contact", "联系人", shown=place),
        Column("telephone", "电话", look="nowrap", shown=not official),
        Column("certificate", "证件号", "certificate_no", look="nowrap", shown=official),
        Column("appointed", f"{pool.entering}日期", "appointed_on", sheet="聘任（设立）日期",
               sort="appointed", look="nowrap", phone=pool.entering),
        Column("until", "证件有效期至" if official else "聘期至", cell="until",
               sheet="聘期（证件有效期）至", look="nowrap", phone="至", shown=not place),
        Column("left", "离任日期", "left_on", shown=False, within="status"),
        Column("status", "状态", "left_on", cell="state", sheet=None, look="cell-mark"),
    )  # fmt: skip


def roster(pool: Pool, on: date) -> Listing:
    """Entries of `pool` in the actor's own body; the views are taken as of `on`."""
    january = date(on.year, 1, 1)
    return Listing(
        model=RosterEntry,
        fields=(
            RosterEntry.name,
            RosterEntry.organisation,
            RosterEntry.post,
            RosterEntry.contact,
            RosterEntry.telephone,
            RosterEntry.certificate_no,
            RosterEntry.appointed_on,
            RosterEntry.left_on,
            service.until().label("until"),
        ),
        columns=_columns(pool),
        sorts=(
            Sort("name", RosterEntry.initials),
            Sort("appointed", RosterEntry.appointed_on, descending=True),
        ),
        filters=(Text("q", "姓名、单位、证件号", _named, found_in="roster"), AS_OF),
        tabs=(
            Tab("", "在册", lambda: _criteria(service.in_office(pool, on))),
            Tab("new", "年内新增", lambda: _criteria(service.new_in(pool, january, on))),
            Tab(
                "expiring",
                "将到期和已到期",
                lambda: _criteria(service.expiring(pool, on)),
                tone="near",
            ),
            Tab("all", "全部", lambda: (RosterEntry.pool == pool,)),
        ),
        base=lambda: (RosterEntry.body_id == current().body_id,),
    )


def _titled(words: str) -> sa.ColumnElement[bool]:
    return sa.or_(
        JointDocument.title.contains(words, autoescape=True),
        JointDocument.partner.contains(words, autoescape=True),
        JointDocument.number.contains(words, autoescape=True),
    )


DOCUMENTS = Listing(
    model=JointDocument,
    fields=(
        JointDocument.title,
        JointDocument.partner,
        JointDocument.number,
        JointDocument.dated_on,
        JointDocument.note,
    ),
    columns=(
        Column("title", "文件", cell="document", look="cell-lead"),
        Column("partner", "协作单位"),
        Column("number", "文号", look="nowrap"),
        Column("dated", "印发日期", "dated_on", sort="dated", look="nowrap"),
        Column("texts", "正文", cell="texts", look="cell-files"),
    ),
    beside={"texts": lambda rows: texts_of(row.id for row in rows)},
    sorts=(Sort("dated", JointDocument.dated_on, descending=True),),
    filters=(
        Text("q", "名称、单位或文号", _titled, found_in="joint"),
        DateRange("dated", "印发日期", JointDocument.dated_on),
    ),
    base=lambda: (JointDocument.body_id == current().body_id,),
)
