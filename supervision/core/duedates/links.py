"""What the slices tell the kernel of their records: where a page is."""

from collections.abc import Callable

Link = Callable[[int], str]
_links: dict[str, Link] = {}


def register_link(root_type: str, link: Link) -> None:
    """A slice says how the address of its record is made: `register_link("instrument", …)`."""
    _links[root_type] = link


def link_of(root_type: str, root_id: int) -> str | None:
    """The address of a record's page; None where no slice has said."""
    link = _links.get(root_type)
    return link(root_id) if link else None
