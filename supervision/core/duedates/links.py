"""What the slices tell the kernel of their records: where a page is, what follows a moved due date."""

from collections.abc import Callable

from supervision.core.access.principal import Principal
from supervision.core.duedates.models import DueDate

Link = Callable[[int], str]
Reaction = Callable[[DueDate, Principal], None]
_links: dict[str, Link] = {}
_reactions: dict[str, Reaction] = {}


def register_link(root_type: str, link: Link) -> None:
    """A slice says how the address of its record is made: `register_link("instrument", …)`."""
    _links[root_type] = link


def link_of(root_type: str, root_id: int) -> str | None:
    """The address of a record's page; None where no slice has said."""
    link = _links.get(root_type)
    return link(root_id) if link else None


def register_reaction(owner_type: str, reaction: Reaction) -> None:
    """A slice that mirrors a due date in a column of its own is told of each one that moved."""
    _reactions[owner_type] = reaction


def react(row: DueDate, *, actor: Principal) -> None:
    """Tell the owner's slice that its due date moved."""
    reaction = _reactions.get(row.owner_type)
    if reaction is not None:
        reaction(row, actor)
