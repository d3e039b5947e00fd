"""Papers in any state of an office with every seat taken, made through the services on days of one's choosing."""

from collections.abc import Sequence
from datetime import date

from supervision.agencies.models import Unit
from supervision.core.db import session
from supervision.instruments.delivering import service as delivery
from supervision.instruments.drafting import service as drafting
from supervision.instruments.kinds import registry as kinds
from supervision.instruments.models import Instrument, InstrumentKind
from supervision.instruments.replying import service as replying
from supervision.instruments.signing import service as signing
from supervision.instruments.states import Conclusion, DeliveryMethod, Opinion
from supervision.instruments.verifying import service as verifying
from supervision.problems import service as problems
from supervision.problems.models import Problem
from tests.make import worded
from tests.make.offices import SEATS, Office, found_office, on

DELIVERED = date(2026, 3, 2)  # a Monday; 30日 end on Wednesday, 1 April
DUE = date(2026, 4, 1)


def office() -> Office:
    """示例市司法局 with somebody in each seat, two units, each with its liaison."""
    return found_office(seats=SEATS)


def kind(place: Office, code: str) -> InstrumentKind:
    """The edition of a kind in force."""
    found = kinds.in_force(place.body_id, code)
    assert found is not None, code
    return found


def problem(place: Office, *, day: date = date(2026, 2, 2), title: str = "以罚代管") -> Problem:
    """An established problem of the first unit."""
    with on(day, "handler") as handler:
        facts = problems.ProblemFacts(
            unit=session.get_one(Unit, place.unit_id), title=title, category="程序不规范",
            found_on=day, facts=f"{title}的事实。",
        )  # fmt: skip
        found = problems.record(facts, actor=handler)
        problems.explain(found, text="属实。", on=day, actor=handler)
        problems.establish(found, on=day, actor=handler)
    with on(day, "reviewer") as reviewer:
        problems.confirm(found, on=day, actor=reviewer)
    return found


def draft(
    place: Office,
    code: str = "opinion",
    *,
    items: int = 2,
    day: date = date(2026, 2, 24),
    over: Sequence[Problem] = (),
    unit_id: int | None = None,
) -> Instrument:
    """A draft with `items` items of the kind's first nature, or with the given problems as items."""
    with on(day, "handler") as handler:
        chosen = drafting.items_from_problems(over, kind=kind(place, code)) or [
            drafting.ItemFacts(heading=f"第{n}个问题", demand=f"请整改第{n}项。")
            for n in range(1, items + 1)
        ]
        facts = drafting.PaperFacts(
            kind=kind(place, code),
            unit=session.get_one(Unit, unit_id or place.unit_id),
            items=chosen,
        )
        drafted = drafting.draft(facts, actor=handler)
        worded.by_hand(drafted, actor=handler)
        return drafted


def signed(place: Office, code: str = "opinion", **options: object) -> Instrument:
    """Drafted by handler, reviewed by reviewer, signed by leader on Wednesday, 25 February 2026."""
    return sign(draft(place, code, **options))  # type: ignore[arg-type]


def sign(paper: Instrument) -> Instrument:
    """A draft on its way to the signature, on that Wednesday."""
    for username, verb in (
        ("handler", drafting.submit),
        ("reviewer", drafting.pass_review),
        ("signatory", signing.sign),
    ):
        with on(date(2026, 2, 25), username) as person:
            verb(paper, actor=person)
    return paper


def delivered(
    place: Office, code: str = "opinion", *, day: date = DELIVERED, **options: object
) -> Instrument:
    """Delivered directly on `day`."""
    return sent(signed(place, code, **options), day=day)


def sent(paper: Instrument, *, day: date = DELIVERED) -> Instrument:
    """A draft or a signed paper, delivered directly on `day`."""
    if paper.number is None:
        sign(paper)
    with on(day, "handler") as handler:
        facts = delivery.DeliveryFacts(DeliveryMethod.DIRECT, day, recipient="示例收件人")
        delivery.register_delivery(paper, facts, actor=handler)
    return paper


def told_above(place: Office) -> Instrument:
    """A letter to the superior of the first unit, which wants no reply; delivered."""
    paper = draft(place, "superior_letter", items=1)
    paper.addressee = "示例省甲局"
    return sent(paper)


def replied(place: Office, *, day: date = date(2026, 3, 20), **options: object) -> Instrument:
    """Answered item by item and sent by the unit on `day`."""
    paper = delivered(place, **options)  # type: ignore[arg-type]
    answer(paper, day=day)
    return paper


def answer(paper: Instrument, *, day: date, words: str = "已整改到位。") -> None:
    """The unit answers every open item and sends its reply."""
    with on(day, "liaison") as liaison:
        for item in paper.items:
            if replying.is_open(item):
                replying.answer(item, words, actor=liaison)
        replying.send(paper, actor=liaison)


def close(paper: Instrument, *, day: date) -> None:
    """Concluded, agreed by two, confirmed by the section head."""
    with on(day, "handler") as handler:
        verifying.conclude(paper.items, Conclusion.MENDED, note="已核对材料。", actor=handler)
        verifying.opine(paper.items, Opinion.AGREE, actor=handler)
    with on(day, "second") as second:
        verifying.opine(paper.items, Opinion.AGREE, actor=second)
        verifying.pass_verification(paper, actor=second)
    with on(day, "reviewer") as reviewer:
        verifying.close(paper, actor=reviewer)
