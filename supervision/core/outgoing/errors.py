"""Why something could not be delivered, and whether trying again has a point."""


class Undelivered(Exception):
    """`permanent`: refused for good (no such address). `unreachable`: the server itself, for all.

    Neither: this one for now (a full mailbox, greylisting).
    """

    def __init__(self, reason: str, *, permanent: bool = False, unreachable: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.permanent = permanent
        self.unreachable = unreachable
