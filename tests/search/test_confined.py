"""What only named people may see is found by them alone; informants are found by nobody."""

from supervision.api.models import Reading
from supervision.api.resources import RESOURCES
from supervision.clues import identity
from supervision.clues.identity import Informant
from supervision.core.access import Principal, Scope, seeing
from supervision.core.access.scope import scope_of
from supervision.core.listing.files import every_row
from supervision.core.search import ask, counts, read
from supervision.instruments.drafting import service as drafting
from supervision.instruments.kinds import registry as kinds
from supervision.instruments.states import Nature
from supervision.referrals.models import Referral
from supervision.slices import SLICES
from tests.make import clues, people, referrals
from tests.support.work import Inside

EVERY = [source.kind for one in SLICES for source in one.searches]


def found(query: str, actor: Principal) -> set[tuple[str, int]]:
    """Everything `actor` finds, as (kind, record id); the counts agree."""
    with seeing(scope_of(actor)):
        question = read(query, actor=actor)
        hits = ask(question, EVERY, most=100)
        assert counts(question) == {kind: len(some) for kind, some in hits.items()}
    return {(hit.kind, hit.record_id) for some in hits.values() for hit in some}


def _letter_of(referral: Referral, by: Principal) -> int:
    kind = kinds.in_force(by.body_id or 0, "opinion")
    assert kind is not None
    item = drafting.ItemFacts(demand="请依规处理专项资金罕见线索", nature=Nature.ADVISORY)
    facts = drafting.PaperFacts(
        kind=kind, addressee="示例市委巡察办", items=[item],
        subject_type=Referral.__tablename__, subject_id=referral.id,
    )  # fmt: skip
    return drafting.draft(facts, actor=by).id


def test_a_paper_of_a_referral_is_found_by_the_named_people_only(
    bureau: None, inside: Inside
) -> None:
    with inside():
        handler = people.principal("handler")
        key = _letter_of(referrals.referral(), handler)
    with inside():
        assert ("instrument", key) in found("罕见线索", people.principal("handler"))
        assert found("罕见线索", people.principal("reviewer")) == set()
    assert handler.body_id is not None
    with inside(Scope(body_ids=(handler.body_id,))):  # as a token of the interface reads
        listing = RESOURCES[Reading.PAPERS].listing
        assert key not in [row.id for row in every_row(listing, {})]


def test_an_informant_is_found_by_nobody_and_the_clue_by_its_subject(
    bureau: None, inside: Inside
) -> None:
    with inside():
        clue = clues.clue(content="举报人龙某某来信")
        informant = Informant(name="龙某某", contact="13900000000")
        identity.keep(clue, informant, actor=people.principal("handler"))
        key = clue.id
    with inside():
        for name in ("handler", "reviewer", "signatory"):
            actor = people.principal(name)
            assert found("龙某", actor) == set()
            assert found("13900", actor) == set()
            assert ("clue", key) in found("不出示执法证件", actor)
