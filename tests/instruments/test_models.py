"""What a paper and its items say of themselves, and what of them a unit sees."""

import pytest
import sqlalchemy as sa

from supervision.core.access.scope import scope_of
from supervision.core.db import session
from supervision.instruments.models import Instrument, InstrumentItem, InstrumentKind
from supervision.instruments.states import Conclusion
from tests.make import case_files as papers
from tests.make.offices import Office
from tests.support.work import Inside


def _item(**facts: object) -> InstrumentItem:
    return InstrumentItem(**{"conclusion": None, "conclusion_note": "", "measures": ""} | facts)


def test_an_item_is_another_once_anything_a_verifier_sees_has_changed() -> None:
    facts: list[dict[str, object]] = [
        {},
        {"conclusion": Conclusion.MENDED},
        {"conclusion": Conclusion.PARTLY},
        {"conclusion_note": "已核对。"},
        {"measures": "已整改。"},
    ]
    editions = [_item(**one).edition for one in facts]
    assert len(set(editions)) == len(facts)
    assert editions == [_item(**one).edition for one in facts]


@pytest.mark.parametrize(("in_force", "version"), [(True, 3), (False, -3)])
def test_a_kind_superseded_is_no_longer_the_one_that_was_read(in_force: bool, version: int) -> None:
    assert InstrumentKind(edition=3, in_force=in_force).version == version


def test_a_unit_sees_what_was_delivered_to_it_with_its_items_and_kind(
    inside: Inside, office: Office
) -> None:
    """Not what is still being drafted for it, nor kinds of which it has no paper."""
    with inside():
        paper = papers.delivered(office)
        papers.draft(office)
        assert paper.name == paper.number
        expected = ([paper.id], [item.id for item in paper.items], [paper.kind_id])
        draft = session.scalars(sa.select(Instrument).where(Instrument.number.is_(None))).one()
        assert draft.name == f"{draft.kind.name}（未编号）"
    with inside(scope_of(office.liaison)) as own:
        seen = tuple(
            list(own.scalars(sa.select(model.id).order_by(model.id)))
            for model in (Instrument, InstrumentItem, InstrumentKind)
        )
    assert seen == expected
