"""What a service may raise: each error is one Chinese sentence for the person at the screen."""


class DomainError(Exception):
    """A rule of the business was not met."""
