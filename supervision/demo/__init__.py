"""The demonstration case: 示例市 2023, built through the services at dates within 2023."""


def load() -> list[str]:
    """Build the demonstration on an empty database; the lines to print (accounts, passwords)."""
    return []
