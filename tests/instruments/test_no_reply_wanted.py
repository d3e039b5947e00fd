"""A paper that wants no reply waits for nobody's: it stands under 不要求反馈, and before whoever ends it as 待办结."""

import io
from datetime import date

import pytest
import sqlalchemy as sa

from supervision.agencies.models import Body
from supervision.core.access.principal import acting
from supervision.core.db import session
from supervision.instruments.delivering import service as delivery
from supervision.instruments.drafting import service as drafting
from supervision.instruments.kinds import editing as kind_editing
from supervision.instruments.kinds.facts import KindFacts
from supervision.instruments.models import Instrument
from supervision.instruments.receipts import service as receipts
from supervision.instruments.states import DeliveryMethod
from supervision.instruments.wording.parts import KindPart, Part
from supervision.reminders.models import Notice
from tests.make import case_files as papers
from tests.make import people, worded
from tests.make.offices import Office, on
from tests.support.pages import Page, PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

CIRCULAR = KindFacts(
    code="case_review", name="行政执法监督通报", series="示司监通", natures=(), reply_wanted=False,
    term_number=None, many_units=True, title_template="{发文机关}关于案卷评查情况的通报",
    parts=(KindPart(Part.CAUSE, "现将案卷评查情况予以通报，请对照自查。"),),
)  # fmt: skip


def _tabs(shown: Page) -> dict[str, int]:
    """The number on each tab of a list, by its word."""
    words = (one.text_content().split() for one in shown.find("//*[@class='tabs']//a"))
    return {name: int(number) for name, number in (one[:2] for one in words if len(one) > 1)}


def _duties(shown: Page) -> dict[str, int]:
    """The groups of the 工作台, and how many wait in each."""
    heads = (one.text_content().split() for one in shown.find("//h3[@class='duty-head']/a"))
    return {name: int(number) for name, number in heads}


def test_it_is_not_counted_among_those_that_want_one(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck
) -> None:
    with inside():
        papers.delivered(office)
        letter = papers.told_above(office).id
    head = sign_in("reviewer")
    shown = page(head.get("/instruments/?tab=no_reply"))
    assert [one.get("href") for one in shown.find("//*[@data-rows]/tbody/tr//a")][:1] == [
        f"/instruments/{letter}"
    ]
    assert (_tabs(shown)["待反馈"], _tabs(shown)["不要求反馈"]) == (1, 1)
    home = page(head.get("/reminders/"))
    assert _duties(home) == {"待办结": 1}
    assert "待办结" not in _duties(page(sign_in("handler").get("/reminders/")))
    head.submit(f"/instruments/{letter}", form="//form[contains(@action, '/do/finish')]")
    assert _duties(page(head.get("/reminders/"))) == {}
    assert _tabs(page(head.get("/instruments/")))["不要求反馈"] == 0


def test_one_to_many_waits_until_the_last_has_signed(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck
) -> None:
    day = date(2026, 3, 2)
    with inside():
        body, admin = session.get_one(Body, office.body_id), people.principal("sysadmin")
        kind = kind_editing.add(body, CIRCULAR, actor=admin)
        with on(date(2026, 2, 24), "handler") as handler:
            facts = drafting.PaperFacts(
                kind=kind, unit=None, items=[], recipients="示例市甲局\n示例市乙局"
            )
            notice = drafting.draft(facts, actor=handler)
            worded.by_hand(notice, actor=handler)
        papers.sign(notice)
        with on(day, "handler") as handler:
            delivery.send(notice, actor=handler)
        key = notice.id
    head = sign_in("reviewer")
    for number, waits in ((0, False), (1, True)):
        with inside(), on(day, "handler") as handler:
            each = receipts.of_paper(session.get_one(Instrument, key))[number]
            receipts.register(each, on=day, recipient="示例收件人", actor=handler)
        assert ("待办结" in _duties(page(head.get("/reminders/")))) is waits
        assert _tabs(page(head.get("/instruments/")))["不要求反馈"] == 1


@pytest.mark.parametrize(("wanted", "asked"), [(True, True), (False, False)])
def test_the_unit_is_asked_to_reply_only_where_a_reply_is_wanted(
    inside: Inside, office: Office, sign_in: SignIn, *, wanted: bool, asked: bool
) -> None:
    """A 情况通报 that came on paper stood in the unit's 待办 as “请按期反馈”, and no page took a reply."""
    with inside():
        letter = papers.signed(office)
        letter.kind.reply_wanted, key = wanted, letter.id
    said = {
        "method": "direct", "received_on": "2026-03-02", "recipient": "示例收件人",
        "receipts": (io.BytesIO(b"%PDF-1.4 receipt"), "回证.pdf"),
    }  # fmt: skip
    assert sign_in("handler").submit(f"/instruments/{key}/delivery", said).status_code == 302
    with inside():
        unit = people.principal("liaison").user_id
        titles = session.scalars(sa.select(Notice.title).where(Notice.user_id == unit)).all()
    assert any("已送达" in one for one in titles)
    assert any("请按期反馈" in one for one in titles) is asked


def test_papers_of_a_kind_no_longer_in_force_are_still_found_by_it(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck
) -> None:
    with inside():
        papers.delivered(office, "rectification_notice", over=[papers.problem(office)])
        papers.delivered(office)
    handler = sign_in("handler")
    address = "/instruments/?kind=rectification_notice"
    saved = handler.submit(
        f"/views/save?list=/instruments/&{address.partition('?')[2]}", {"label": "通知书"}
    )
    assert saved.location == address
    with inside():
        admin = people.principal("sysadmin")
        with acting(admin):
            kind_editing.retire(papers.kind(office, "rectification_notice"), actor=admin)
    shown = page(handler.get(address))
    assert len(shown.find("//*[@data-rows]/tbody/tr")) == 1
    assert "无法识别" not in shown.text
    assert "（已停用）" in shown.text


def test_what_goes_to_the_superior_is_neither_sent_nor_told_to_the_unit_it_is_about(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck
) -> None:
    """It was offered for the unit's own inbox, and once delivered stood there among its papers."""
    with inside():
        letter = papers.draft(office, "superior_letter", items=1)
        letter.addressee = "示例省甲局"
        key = papers.sign(letter).id
    shown = page(sign_in("handler").get(f"/instruments/{key}"))
    assert not shown.find("//form[contains(@action, '/do/send')]")
    with inside(), on(date(2026, 3, 2), "handler") as handler:
        facts = delivery.DeliveryFacts(
            DeliveryMethod.EXCHANGE, date(2026, 3, 2), recipient="示例收件人"
        )
        delivery.register_delivery(session.get_one(Instrument, key), facts, actor=handler)
    for seat in ("liaison", "head"):
        clerk = sign_in(seat)
        for place in ("/", "/instruments/", "/reminders/", "/reminders/?tab=all"):
            assert "告知" not in page(clerk.get(place)).text, (seat, place)
        page(clerk.get(f"/instruments/{key}"), status=404)
