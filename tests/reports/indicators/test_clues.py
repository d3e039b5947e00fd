"""Figures of what came in."""

from supervision.clues.states import ClueStatus, Finding, Source
from supervision.core.db import session
from supervision.reports.indicators import NO_FIELD
from tests.make.reports import Ground
from tests.reports.indicators.taken import IN, listed


def test_what_is_entered_from_the_files_is_received_once_somebody_has_looked(
    ground: Ground,
) -> None:
    usual = ground.clue(Source.HOTLINE, received=IN, closed=None, status=ClueStatus.REGISTERED)
    unlooked, looked = (
        ground.clue(Source.HOTLINE, received=IN, closed=None, status=ClueStatus.REGISTERED)
        for _ in range(2)
    )
    unlooked.back_entered = looked.back_entered = True
    looked.accepted_on = IN
    session.flush()
    assert listed(ground, "clues_received") == [usual.id, looked.id]


def test_a_clue_about_no_unit_is_found_under_none(ground: Ground) -> None:
    ground.clue(Source.HOTLINE, received=IN, closed=IN)
    bare = ground.clue(Source.HOTLINE, received=IN, closed=IN)
    bare.unit_id = None
    session.flush()
    assert listed(ground, "clues_received", unit_id=0) == [bare.id]
    assert listed(ground, "clues_received", field=NO_FIELD) == [bare.id - 1, bare.id]


def test_what_became_of_a_clue_decides_in_which_figure_it_closes(ground: Ground) -> None:
    def closed(source: Source, **more: object) -> int:
        return ground.clue(source, received=IN, closed=IN, **more).id  # type: ignore[arg-type]

    cases = [closed(Source.PROVINCE), closed(Source.PROVINCE, status=ClueStatus.CLOSED)]
    site = closed(Source.PROVINCE_SITE)
    closed(Source.PROVINCE_SITE, dealt_with=False)
    closed(Source.PROVINCE_SITE, finding=Finding.FALSE)
    others = [closed(Source.HOTLINE, finding=Finding.FALSE, dealt_with=False)]
    closed(Source.HOTLINE, status=ClueStatus.CHECKING)
    assert listed(ground, "superior_cases_closed") == cases
    assert listed(ground, "superior_site_clues") == [site]
    assert listed(ground, "other_clues_closed") == others
