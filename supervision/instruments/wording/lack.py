"""One thing that a paper lacks."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Lack:
    """What is wrong, and where: the part's code, `addressee`, `fixed_due`, `items`, `title` or `parent`."""

    place: str
    where: str
    said: str

    @property
    def sentence(self) -> str:
        """As it is told without the place to point to."""
        return f"{self.where}：{self.said}"
