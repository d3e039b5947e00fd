"""What a slice says of its pages: its entries in the navigation, and where the page of a record is."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.addresses import url_to
from supervision.core.seams import Composed, Seam, keyed


class Group(StrEnum):
    """The groups of the navigation, in their order, by their heading."""

    DAILY = ""
    SUPERVISION = "监督"
    PAPERS = "文书"
    RESULTS = "结果"
    ADMINISTRATION = "管理"


@dataclass(frozen=True)
class Place:
    """An entry of the navigation, shown to whoever holds one of `permissions`; small `rank` first.

    `open_now` is asked besides where a setting may close the page.
    """

    group: Group
    rank: int
    label: str
    endpoint: str
    icon: str
    permissions: tuple[Permission, ...] = ()
    open_now: Callable[[Principal], bool] | None = None

    def leads(self, principal: Principal) -> bool:
        """Whether `principal` may enter."""
        admitted = not self.permissions or any(principal.can(one) for one in self.permissions)
        return admitted and (self.open_now is None or self.open_now(principal))


@dataclass(frozen=True)
class RecordPage:
    """Where the page of a record is: its table, the endpoint, the parameter that takes its key."""

    table: str
    endpoint: str
    parameter: str


PLACES: Seam[Place] = Seam("entries of the navigation")
WITHIN: Seam[tuple[str, str]] = Seam(
    "pages that belong to an entry which is not their slice's first"
)
PAGES = Composed("pages of records", keyed(RecordPage, lambda page: page.table))


def closed(endpoint: str, principal: Principal) -> bool:
    """Whether a page of the navigation is none for `principal`; what is not in the navigation never is."""
    return any(one.endpoint == endpoint and not one.leads(principal) for one in PLACES.parts())


def page_of(table: str, key: int) -> str | None:
    """The address of a record's page; None where no slice has one."""
    page = PAGES.whole().get(table)
    return url_to(page.endpoint, page.parameter, key) if page else None
