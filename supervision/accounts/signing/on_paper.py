"""A signature on paper or in the OA, of whatever record: who may have given it, and after whose review."""

from dataclasses import dataclass
from datetime import date

from supervision.accounts.models import User
from supervision.accounts.signing.leaders import names_of, plain_name
from supervision.accounts.signing.models import Leader
from supervision.core import clock
from supervision.core.access.policy import Role
from supervision.core.db import session
from supervision.core.errors import DomainError
from supervision.core.files import StoredFile

LEADER = "leader-"  # before the key of a leader without an account


@dataclass(frozen=True)
class PaperSignature:
    """The signatory is a person of the body, or one of its leaders without an account; the reviewer on
    paper is named where nobody has reviewed it here."""

    signatory: User | Leader
    on: date
    reviewer: User | None = None
    reviewed_on: date | None = None
    scans: tuple[StoredFile, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Sought:
    """Who may have signed a record on paper, and how it and they are called.

    `authors`: whose hand is in it, who neither review nor sign it. `role`: whose people of the body may
    have signed. `review`: whether a review on paper must be named; `reviewed_by_id`: who reviewed here.
    """

    body_id: int
    authors: frozenset[int]
    what: str
    signs: str = "签发人"
    drafts: str = "拟稿人"
    role: Role = Role.SIGNATORY
    review: bool = True
    reviewed_by_id: int | None = None


def hands_of(*people: int | None) -> frozenset[int]:
    """Those whose hand is in a record."""
    return frozenset(one for one in people if one is not None)


def check(sought: Sought, signature: PaperSignature) -> None:
    """DomainError unless the review and the signature can be so."""
    if sought.review:
        _check_reviewer(sought, signature)
    _check_signatory(sought, signature)


def _check_signatory(sought: Sought, signature: PaperSignature) -> None:
    chosen = signature.signatory
    if signature.on > clock.today():
        raise DomainError("签批日期不得晚于今天", field="on")
    if chosen.body_id != sought.body_id or not chosen.active:
        message = f"请从本机关在用的{sought.role.label}、签批领导中选择"
        raise DomainError(message, field="signatory")
    if isinstance(chosen, User) and sought.role not in chosen.roles:
        raise DomainError(f"{chosen.name}不是{sought.role.label}", field="signatory")
    refuse_author(sought, chosen)
    reviewer_id = signature.reviewer.id if signature.reviewer else sought.reviewed_by_id
    if isinstance(chosen, User) and chosen.id == reviewer_id:
        raise DomainError(f"审核人不能签批自己审核的{sought.what}", field="signatory")


def refuse_author(sought: Sought, chosen: User | Leader) -> None:
    """DomainError where somebody signs what they drafted: by identity, not by how a name is spaced."""
    drafted = (
        plain_name(chosen.name) in names_of(sought.authors)
        if isinstance(chosen, Leader)
        else chosen.id in sought.authors
    )
    if drafted:
        raise DomainError(f"{sought.signs}不得是{sought.drafts}本人", field="signatory")


def _check_reviewer(sought: Sought, signature: PaperSignature) -> None:
    """The review on paper was made by somebody who may and did not draft it."""
    reviewer = signature.reviewer
    if reviewer is None or signature.reviewed_on is None:
        message = f"{sought.what}尚未在系统中审核，请填写纸面审核的审核人和日期"
        raise DomainError(message, field="reviewer" if reviewer is None else "reviewed_on")
    held = reviewer.active and Role.REVIEWER in reviewer.roles
    if reviewer.body_id != sought.body_id or not held:
        raise DomainError(f"{reviewer.name}不是本机关的审核人", field="reviewer")
    if reviewer.id in sought.authors:
        message = f"{sought.drafts}不能审核自己拟制、修改过的{sought.what}"
        raise DomainError(message, field="reviewer")
    if signature.reviewed_on > signature.on:
        raise DomainError("审核日期不得晚于签批日期", field="reviewed_on")


def key_of(signatory: User | Leader) -> str:
    """How a form and a proposal name a signatory."""
    return f"{LEADER if isinstance(signatory, Leader) else ''}{signatory.id}"


def signatory_of(key: str) -> User | Leader:
    """The signatory of a key."""
    if key.startswith(LEADER):
        return session.get_one(Leader, int(key.removeprefix(LEADER)))
    return session.get_one(User, int(key))
