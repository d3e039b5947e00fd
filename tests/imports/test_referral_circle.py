"""Referrals by sheet: seen, exported and changed by those only who may know of them."""

from dataclasses import replace

import sqlalchemy as sa

from supervision.core.access import seeing
from supervision.core.access.scope import scope_of
from supervision.core.db import session
from supervision.referrals.models import Referral
from tests.imports.test_years import edited, out_of
from tests.make import sheets, years
from tests.make.imported import applied, checked
from tests.make.offices import Office, sign_in
from tests.support.client import Visitor
from tests.support.work import Inside


def test_a_sheet_of_referrals_is_seen_by_whoever_brought_it_in(
    inside: Inside, client: Visitor, town: Office, seats: dict[str, str]
) -> None:
    with inside():
        batch = applied(town, sheets.xlsx(years.sheet("referrals", seats)), "referrals").id
        other = town.second
    for person, status in ((town.handler, 200), (other, 404)):
        sign_in(client, person)
        for tail in ("", "/marked.xlsx"):
            assert client.get(f"/imports/{batch}{tail}").status_code == status
        columns = client.get(f"/imports/{batch}/columns")  # it has come in: there is no more to say
        assert columns.status_code == (409 if status == 200 else 404)
        listed = "台账.xlsx" in client.get("/imports/").get_data(as_text=True)
        assert listed is (status == 200)
        out = client.get("/imports/data/referrals.xlsx").data
        assert sheets.opened(out).max_row == (3 if status == 200 else 1)


def test_a_key_does_not_reach_a_referral_one_is_not_named_in(
    inside: Inside, town: Office, seats: dict[str, str]
) -> None:
    with inside():
        applied(town, sheets.xlsx(years.sheet("referrals", seats)), "referrals")
        out = out_of(town, "referrals")
        other = town.second
    changed = edited(out, "事由", "改了的事由")
    stranger = replace(town, seats={**town.seats, "handler": other})
    with inside(scope_of(other)):
        batch = checked(stranger, changed, "referrals")
        assert all("没有对应的" in why for _row, _at, why in batch.report["marks"])
        assert batch.faults == 2
        again = checked(stranger, sheets.xlsx(years.sheet("referrals", seats)), "referrals")
        assert "函号示司监移函〔2023〕1号已被使用" in again.report["marks"][0][2]


def test_only_the_handler_corrects_a_referral_by_sheet(
    inside: Inside, town: Office, seats: dict[str, str]
) -> None:
    rows = years.sheet("referrals", seats)
    for row in rows[1:]:
        row[-1] = f"{seats['head']}、{seats['three']}"
    with inside():
        applied(town, sheets.xlsx(rows), "referrals")
        other = town.second
    viewer = replace(town, seats={**town.seats, "handler": other})
    with inside(scope_of(other)):
        batch = checked(viewer, edited(out_of(viewer, "referrals"), "事由", "改"), "referrals")
        assert "由承办人更正" in batch.report["marks"][0][2]
        with seeing(scope_of(other)):
            assert session.scalar(sa.select(sa.func.count(Referral.id))) == 2
