"""Why something could not be delivered, and whether trying again has a point."""


class Undelivered(Exception):
    """`permanent`: the other side refused for good (no such address); otherwise try again later."""

    def __init__(self, reason: str, *, permanent: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.permanent = permanent
