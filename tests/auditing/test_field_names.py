"""Whatever the trail can record of a record stands in Chinese before the auditor: every column, on every page."""

import re

import pytest
import sqlalchemy as sa

from supervision.auditing.names import RECORDS
from supervision.core.access.principal import Principal
from supervision.core.audit import AuditEvent, facts
from supervision.core.audit.facts import SKIPPED
from supervision.core.audit.pending import Mark, Pending, pending_of
from supervision.core.audit.recorder import change_of
from supervision.core.db import Model, session
from tests.make import people as make
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

pytestmark = pytest.mark.usefixtures("bureau")
# what people read in Latin letters, beside Chinese or alone
LATIN = re.compile(r"SHA-256|12345|示例handler")  # who did it is called so here
ENGLISH = re.compile(r"[A-Za-z_]{2,}")


def _recordable() -> dict[str, list[sa.Column[object]]]:
    """By table each column of which the recorder may note a change: all but what it is told to leave out."""
    return {
        table: [
            attribute.columns[0]
            for attribute in sa.inspect(model).column_attrs
            if attribute.key not in SKIPPED and not attribute.columns[0].info.get("unaudited")
        ]
        for table, model in facts.models().items()
    }


def _changed_everywhere(by: Principal) -> None:
    """One event of every kind of record, in which all it has was changed."""
    for key, (table, columns) in enumerate(_recordable().items(), 1):
        changes = {one.name: change_of(one, one.name, None, 1) for one in columns}
        mark = Mark(table, key, by.body_id)
        pending_of(session()).append(Pending(mark, by, "change", "修改", changes=changes))


def _english(text: str) -> list[str]:
    return ENGLISH.findall(LATIN.sub("", text))


def test_no_field_of_any_record_stands_in_english_before_the_auditor(
    inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    with inside():
        _changed_everywhere(make.principal("handler"))
    with inside():
        events = session.execute(
            sa.select(AuditEvent.seq, AuditEvent.root_type).where(AuditEvent.action == "change")
        ).all()
    assert {table for _seq, table in events} == {*facts.models()}
    auditor, wrong = sign_in("auditor"), []
    for seq, table in events:
        wanted = f"/audit/?kind={table}" if table in RECORDS else "/audit/"
        (line,) = page(auditor.get(wanted)).find(f"//tbody/tr[.//a[@href='/audit/{seq}']]")
        said = [one.text_content() for one in line.xpath(".//td[3]")]
        one = page(auditor.get(f"/audit/{seq}"))
        said += [part.text_content() for part in one.find("//section//p | //h1")]
        shown = page(auditor.submit(f"/audit/{seq}", {"reason": "核对字段名称的中文"}))
        names = shown.find("//table//th[@scope='row']")
        assert len(names) == len(_recordable()[table]), table
        said += [name.text_content() for name in names]
        wrong += [f"{table}: {word}" for text in said for word in _english(text)]
    assert wrong == []


def test_every_kind_of_record_on_the_trail_is_walked() -> None:
    """What the recorder takes and what is walked here are one: no table leaves events unseen."""
    audited = {
        mapper.class_.__tablename__
        for mapper in Model.registry.mappers
        if getattr(mapper.class_, "__audited__", True)
    }
    assert audited == {*_recordable()}
