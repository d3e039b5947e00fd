"""Whether a paper that named people alone see has somebody to review and to sign it: else it would wait for nobody."""

from supervision.accounts.deputies import standing_in_for
from supervision.accounts.service import people_of
from supervision.accounts.signing.circles import sees
from supervision.core.access.confined import CONFINED
from supervision.core.access.policy import Role
from supervision.core.errors import DomainError
from supervision.instruments.models import Instrument
from supervision.instruments.signing.authors import authors

STEPS = ((Role.REVIEWER, "审核"), (Role.SIGNATORY, "签发"))


def require_people(paper: Instrument) -> None:
    """DomainError where the record it is about is confined, and nobody of its circle may take the next steps."""
    if paper.subject_type not in CONFINED.whole():
        return
    for role, step in STEPS:
        held = {one.id for one in people_of(paper.body_id, role)}
        held |= standing_in_for(held)
        if not any(sees(one, paper) for one in sorted(held - authors(paper))):
            raise DomainError(
                f"能看到这件函的人中没有可以{step}的{role.label}：请承办人先列入移交移送的知悉人员，或者登记线下签批"
            )
