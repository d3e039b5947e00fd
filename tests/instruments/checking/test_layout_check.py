"""Before review and signature each paper is measured; a failure names rule and place."""

from dataclasses import replace

import pytest

from supervision.core.documents.model import Paper
from supervision.core.errors import DomainError
from supervision.instruments.checking import service as checking
from supervision.instruments.kinds.built_in import BUILT_IN
from supervision.instruments.models import Instrument
from supervision.instruments.states import InstrumentStatus
from tests.make import issued
from tests.make.offices import found_office, sign_in


@pytest.fixture
def spoiled(monkeypatch):
    """Every paper leaves the typesetter with a number in square brackets."""
    real = checking.document

    def document(paper: Instrument, **options: str) -> Paper:
        made = real(paper, **options)
        return replace(made, number=(made.number or "").replace("〔", "[").replace("〕", "]"))

    monkeypatch.setattr(checking, "document", document)


@pytest.mark.parametrize("code", [facts.code for facts in BUILT_IN if not facts.needs_problems])
def test_every_kind_as_composed_passes_its_check(inside, code):
    with inside():
        paper = issued.drafted(found_office(), code=code)
        report = checking.examine(paper)
        assert report.passed, [row.sentence for row in report.failures]
        assert report.style.value == paper.kind.layout


def test_the_signature_is_refused_with_rule_and_place(inside, spoiled):
    with inside():
        paper = issued.awaiting(found_office())
        with pytest.raises(DomainError, match="版面检查未通过：发文字号（第1面第2行") as refusal:
            checking.require_signable(paper)
        assert "[" in refusal.value.message


def test_the_reviewers_reason_lets_it_be_signed(inside, spoiled):
    with inside():
        paper = issued.awaiting(found_office(), reason="沿用旧版文号，已经领导同意")
        checking.require_signable(paper)
        assert paper.check_pass_reason == "沿用旧版文号，已经领导同意"


def test_a_failed_check_leads_the_reviewer_to_the_page_and_the_reason_stays(
    client, inside, page, spoiled
):
    with inside():
        team = found_office()
        paper_id = issued.reviewing(team).id
    sign_in(client, team.reviewer)
    sent = client.submit(
        f"/instruments/{paper_id}", {}, form="//form[contains(@action, 'do/pass_review')]"
    )
    assert sent.location.endswith(f"/instruments/{paper_id}/check")
    found = page(client.get(sent.location))
    assert "发文字号" in found.text
    assert "机关代字〔年份〕序号号" in found.text
    refused = client.submit(sent.location, {"check_pass_reason": ""}, form="//form[.//textarea]")
    assert refused.status_code == 422
    passed = client.submit(
        sent.location, {"check_pass_reason": "已经领导同意"}, form="//form[.//textarea]"
    )
    assert passed.status_code == 302
    with inside() as session:
        paper = session.get_one(Instrument, paper_id)
        assert paper.status is InstrumentStatus.AWAITING_SIGNATURE
        assert paper.check_pass_reason == "已经领导同意"
    assert "已经领导同意" in page(client.get(f"/instruments/{paper_id}")).text


def test_a_good_paper_is_passed_and_signed_without_a_detour(client, inside, page):
    with inside():
        team = found_office()
        paper_id = issued.reviewing(team).id
    sign_in(client, team.reviewer)
    client.submit(
        f"/instruments/{paper_id}", {}, form="//form[contains(@action, 'do/pass_review')]"
    )
    sign_in(client, team.signatory)
    client.submit(f"/instruments/{paper_id}", {}, form="//form[contains(@action, 'do/sign')]")
    with inside() as session:
        paper = session.get_one(Instrument, paper_id)
        assert paper.status is InstrumentStatus.SIGNED
        assert paper.archive_sha256


def test_a_missing_glyph_never_passes(inside):
    with inside():
        paper = issued.awaiting(found_office(), text="请核查😀", reason="没有关系")
        with pytest.raises(DomainError, match="😀"):
            checking.require_signable(paper)


def test_the_page_of_the_check_shows_every_rule_to_the_drafter(client, inside, page):
    with inside():
        team = found_office()
        paper_id = issued.drafted(team).id
    sign_in(client, team.handler)
    found = page(client.get(f"/instruments/{paper_id}/check"))
    assert "全部规则检查通过" in found.text
    assert "避头尾" in found.text


def test_a_unit_may_not_open_the_check(client, inside):
    with inside():
        team = found_office()
        paper_id = issued.drafted(team).id
    sign_in(client, team.liaison)
    assert client.get(f"/instruments/{paper_id}/check").status_code in (403, 404)
