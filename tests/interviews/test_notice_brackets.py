"""A notice names the papers it is about without a bracket within a bracket (GB/T 15834): 《…》（文号） brings its own."""

from supervision.instruments.states import InstrumentStatus
from supervision.interviews import notices
from supervision.interviews.states import InterviewStatus
from tests.make import interviews as make
from tests.make import papers, people
from tests.make.offices import found_office
from tests.support.clock import Clock
from tests.support.work import Inside


def test_a_paper_is_named_by_its_own_brackets_alone(inside: Inside, clock: Clock) -> None:
    clock("2026-03-10 09:00")
    with inside():
        over = papers.paper(found_office(), InstrumentStatus.DELIVERED)
        made = make.interview(InterviewStatus.APPROVED, papers=[over])
        [notice] = notices.draft(made, actor=people.principal("handler"))
        said = f"涉及《行政执法监督意见书》（{over.number}）"
        assert f"五、约谈内容：整改事项逾期未完成；{said}\n六、有关要求" in notice.text
        assert "））" not in notice.text
