"""A 文书式 paper of one line to very many units: page 1 would show no text, and there is no 版记 for them to go to."""

from dataclasses import replace

import pytest

from supervision.agencies.models import Body
from supervision.agencies.service import UnitFacts, add_unit
from supervision.core.db import session
from supervision.instruments.kinds import editing as kind_editing
from tests.instruments.conftest import FORM
from tests.instruments.receipts.test_many_units import CIRCULAR
from tests.make import people
from tests.make.offices import Office
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

MOST = 24
SUBMIT = "//form[contains(@action, '/do/submit')]"


@pytest.mark.store
def test_it_is_refused_at_submission_with_the_place_and_the_way_out(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck
) -> None:
    names = [f"示例市第{n}综合行政执法支队" for n in range(1, MOST + 1)]
    with inside():
        for name in names:
            add_unit(UnitFacts(name=name, short_name=name[3:]), actor=people.principal("reviewer"))
        body = session.get_one(Body, office.body_id)
        plain = replace(CIRCULAR, layout="plain")
        kind_editing.add(body, plain, actor=people.principal("sysadmin"))
    handler = sign_in("handler")
    typed = {"recipients-0": "，".join(names)}
    drafted = handler.submit("/instruments/new?kind=case_review", typed, form=FORM)
    assert drafted.status_code == 302, drafted.get_data(as_text=True)
    refused = page(handler.submit(drafted.location, {}, form=SUBMIT), status=422)
    said = "主送机关太多，首页排不下正文（文书式没有版记），请改用统称或者公文版式"
    assert said in refused.text
    (form,) = page(handler.get(f"{drafted.location}/edit")).find(FORM)
    boxes = [name for name in form.fields if name.startswith("recipients-")]
    same = {**dict.fromkeys(boxes, ""), **typed, "title": "关于开展案卷评查的通知"}
    assert handler.submit(f"{drafted.location}/edit", same, form=FORM).status_code == 302
    fewer = dict.fromkeys(boxes, "") | {"recipients-0": "，".join(names[:6])}
    assert handler.submit(f"{drafted.location}/edit", fewer, form=FORM).status_code == 302
    assert handler.submit(drafted.location, {}, form=SUBMIT).status_code == 302
