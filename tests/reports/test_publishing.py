"""The paragraph's words, and that what was published stays as it was."""

from datetime import date

import pytest

from supervision.actions.models import ActionForm
from supervision.clues.states import Source
from supervision.core.access.principal import Principal, acting
from supervision.core.audit import AuditEvent
from supervision.core.db import session
from supervision.core.errors import DomainError, Forbidden
from supervision.problems.models import ProblemStatus
from supervision.reports import comparing, counting, paragraph, service
from supervision.reports.counting import Counts
from supervision.reports.periods import parse
from supervision.reports.reach import Reach, Span, reach
from supervision.roster.models import Pool
from tests.make import people
from tests.make.reports import Ground
from tests.support.clock import Clock

IN = date(2023, 6, 1)


def looked_at(ground: Ground, key: str = "2023", span: Span = Span.OWN) -> tuple[Reach, Counts]:
    where = reach(ground.body.id, span=span)
    return where, counting.count(parse(key), where.body_ids)


def text(ground: Ground, key: str = "2023", span: Span = Span.OWN) -> str:
    where, counts = looked_at(ground, key, span)
    return paragraph.plain(paragraph.read(service.shown_text(where, counts)[1], counts))


def me(ground: Ground) -> Principal:
    return people.principal(ground.user.username)


def test_what_is_zero_is_left_out(ground: Ground) -> None:
    ground.problem(IN, action=ground.action())
    written = text(ground)
    assert "发现问题1个" in written
    assert "0" not in written.replace("2023", "")
    assert "约谈" not in written


def test_nothing_at_all_is_said_in_a_sentence(ground: Ground) -> None:
    assert text(ground, "2023Q1") == "2023年第一季度，示例市司法局没有应列的数据。"


def test_each_action_has_its_own_sentence_and_one_of_the_year_before_goes_on(
    ground: Ground,
) -> None:
    first = ground.action(date(2022, 11, 1))
    second = ground.action(date(2023, 4, 1), form=ActionForm.RESIDENT, units=[0, 1])
    ground.problem(IN, action=first)
    ground.problem(IN, action=second)
    written = text(ground)
    assert "持续推进示例专项监督行动，发现问题1个。" in written
    assert "对两个部门开展示例驻在式监督，发现执法问题1个。" in written


def test_the_whole_city_is_written_without_single_actions(ground: Ground) -> None:
    ground.problem(IN, action=ground.action())
    written = text(ground, span=Span.ALL)
    assert written.startswith("2023年，全市行政执法监督机构开展行政执法监督行动一次，发现问题1个")


def test_a_running_year_is_written_up_to_the_present(ground: Ground, clock: Clock) -> None:
    clock("2023-06-20 10:00")
    action = ground.action()
    earlier = ground.problem(date(2022, 5, 1), status=ProblemStatus.CLOSED, ended=date(2022, 6, 1))
    ground.problem(IN, action=action, earlier=earlier)
    ground.problem(IN, action=action)
    for pool in (Pool.OBSERVER, Pool.INSPECTOR_TALENT):
        ground.entry(pool, date(2022, 3, 1))
    ground.entry(Pool.CONTACT_POINT, IN)
    ground.clue(Source.PROVINCE, received=IN, closed=IN)
    assert text(ground) == (
        "2023年以来，示例市司法局开展示例专项监督行动，发现问题2个，其中整改后又发生的问题1个。"
        "截至目前办结省司法厅转办案件1件。"
        "新设行政执法监督联系点1个，"
        "截至目前，有监督员1名、法治督察人才库督察员1名。"
    )


def test_a_single_record_and_a_quarter_read_well(ground: Ground) -> None:
    ground.entry(Pool.OBSERVER, date(2022, 3, 1))
    assert text(ground) == "2023年，示例市司法局年末有监督员1名。"
    assert text(ground, "2023Q2") == "2023年第二季度，示例市司法局期末有监督员1名。"
    ground.problem(IN, status=ProblemStatus.CLOSED, ended=IN)
    assert text(ground, "2023M06") == (
        "2023年6月，示例市司法局在日常监督中发现问题1个，整改到位问题1个。期末有监督员1名。"
    )


def test_an_edited_text_keeps_its_figures_live(ground: Ground) -> None:
    ground.paper("decision", IN)
    where, counts = looked_at(ground)
    service.word(where, counts, "作出决定{行政执法监督决定书}。", actor=me(ground))
    assert text(ground) == "作出决定1份。"
    ground.paper("decision", IN)
    assert text(ground) == "作出决定2份。"
    service.restore(where, counts.period, actor=me(ground))
    assert "下发行政执法监督决定书2份" in text(ground)


@pytest.mark.parametrize(
    "words", ["{没有的指标}", "{发现问题}", "{行政执法监督决定书·行动1·份·又}"]
)
def test_a_text_with_a_figure_that_means_nothing_is_refused(ground: Ground, words: str) -> None:
    where, counts = looked_at(ground)
    with pytest.raises(DomainError, match=r"\{"):
        service.word(where, counts, words, actor=me(ground))


def test_a_publication_stays_and_a_later_correction_shows_as_a_difference(ground: Ground) -> None:
    kept, gone = ground.problem(IN), ground.problem(IN)
    where, counts = looked_at(ground)
    made = service.publish(where, counts, actor=me(ground))
    assert not comparing.differs(made, counts)
    gone.found_on = date(2022, 12, 30)
    late = ground.problem(date(2023, 12, 30))
    now = looked_at(ground)[1]
    assert comparing.differs(made, now)  # the number is the same, the records are not
    difference = comparing.differences(made, now)[0]
    assert (difference.published, difference.now) == (2, 2)
    assert (difference.added, difference.removed) == ([late.id], [gone.id])
    held = next(one for one in made.figures if one["name"] == "发现问题")
    assert held["ids"] == [kept.id, gone.id]
    assert "发现问题2个" in made.text


def test_nobody_changes_or_deletes_a_publication(ground: Ground) -> None:
    where, counts = looked_at(ground)
    made = service.publish(where, counts, actor=me(ground))
    made.text = "改了"
    with pytest.raises(DomainError, match="不能修改"):
        session.flush()
    session.rollback()


def test_a_second_publication_is_a_further_edition(ground: Ground) -> None:
    where, counts = looked_at(ground)
    first = service.publish(where, counts, actor=me(ground))
    second = service.publish(where, counts, actor=me(ground))
    assert (first.edition, second.edition) == (1, 2)
    assert first.sha256 == service.digest(first) != second.sha256


def test_a_body_publishes_only_its_own_figures(ground: Ground) -> None:
    where, counts = looked_at(ground)
    stranger = Principal(9, "他人", roles=me(ground).roles, body_id=ground.body.id + 1)
    with acting(stranger), pytest.raises(Forbidden):
        service.publish(where, counts, actor=stranger)
    session.rollback()


def test_the_hash_of_a_publication_stands_in_the_audit_chain(ground: Ground) -> None:
    where, counts = looked_at(ground)
    made = service.publish(where, counts, actor=me(ground))
    session.commit()
    labels = [event.label for event in session.query(AuditEvent).filter_by(action="publish")]
    assert any(made.sha256 in label for label in labels)
