"""补录: what an earlier year says of a unit that has ended since is entered under its name, not its successor's."""

from datetime import date

import pytest
import sqlalchemy as sa

from supervision.agencies.models import Unit
from supervision.clues.models import Clue
from supervision.core.db import session
from supervision.instruments.models import Instrument, InstrumentKind
from supervision.interviews.models import Interview
from tests.make import reforms
from tests.make.offices import Office, found_office, sign_in
from tests.support.client import Visitor
from tests.support.pages import check
from tests.support.work import Inside

GONE = "示例市甲局已于2024年2月1日并入示例市乙局，请改为示例市乙局"
FORM = "//main//form[contains(@class, 'form')]"


@pytest.fixture
def town(inside: Inside, client: Visitor) -> Office:
    """甲局 was merged into 乙局 in 2024."""
    with inside():
        made = found_office(seats=("handler", "second", "reviewer", "signatory", "liaison2"))
        unit = session.get_one(Unit, made.unit_id)
        heir = session.get_one(Unit, made.other_unit_id)
        reforms.merge_unit(unit, heir, on=date(2024, 2, 1), with_officers=True, actor=made.handler)
    sign_in(client, made.handler)
    return made


def _late(client: Visitor, address: str, said: dict[str, object]) -> None:
    told = check(client.submit(address, said, form=FORM), status=422)
    assert GONE in told.text


def test_a_clue(client: Visitor, inside: Inside, town: Office) -> None:
    said = {
        "source": "hotline", "subject": "反映收费", "content": "来电一件", "unit_id": "示例市甲局",
        "received_on": "2023-5-4", "accepted_on": "2023-5-5",
    }  # fmt: skip
    _late(
        client, "/clues/back-entry", said | {"received_on": "2025-5-4", "accepted_on": "2025-5-5"}
    )
    assert client.submit("/clues/back-entry", said, form=FORM).status_code == 302
    with inside():
        assert session.scalars(sa.select(Clue)).one().unit_id == town.unit_id


def test_an_interview(client: Visitor, inside: Inside, town: Office) -> None:
    bench = {one: f"u{town.id_of(one)}" for one in ("handler", "second", "reviewer")}
    said = {
        "reason": "整改不力", "planned_on": "2023-5-4", "recorder": bench["reviewer"],
        "interviewers-0": bench["handler"], "interviewers-1": bench["second"],
        "heads-0-who": "示例某", "heads-0-unit": "示例市甲局", "heads-0-post": "副局长",
        "minutes": "谈话要点。",
    }  # fmt: skip
    _late(client, "/interviews/back-entry", said | {"planned_on": "2025-5-4"})
    assert client.submit("/interviews/back-entry", said, form=FORM).status_code == 302
    with inside():
        made = session.scalars(sa.select(Interview)).one()
        assert [one.unit_id for one in made.interviewees] == [town.unit_id]


def test_a_paper(client: Visitor, inside: Inside, town: Office) -> None:
    with inside():
        opinion = InstrumentKind.name == "行政执法监督意见书"
        kind = session.scalars(sa.select(InstrumentKind.id).where(opinion)).one()
    said = {
        "kind_id": str(kind), "unit_id": "示例市甲局", "number": "示司监意〔2023〕7号",
        "signed_on": "2023-5-4", "signatory_name": "示例局长", "demands": "规范检查程序。",
    }  # fmt: skip
    later = {"signed_on": "2025-5-4", "number": "示司监意〔2025〕7号"}
    _late(client, "/instruments/back-entry", said | later)
    assert client.submit("/instruments/back-entry", said, form=FORM).status_code == 302
    with inside():
        paper = session.scalars(sa.select(Instrument)).one()
        assert (paper.unit_id, paper.addressee) == (town.unit_id, "示例市甲局")
