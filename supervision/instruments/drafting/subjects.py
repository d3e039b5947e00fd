"""Papers about a record of a higher slice (an interview, a referral): what their placeholders stand for.

The higher slice registers a provider in `create_app()`; a paper points to its record by
`subject_type` and `subject_id`.
"""

from collections.abc import Callable, Mapping

from supervision.instruments.models import Instrument

Provider = Callable[[Instrument], Mapping[str, str]]
_providers: dict[str, Provider] = {}


def register(subject_type: str, provider: Provider) -> None:
    """`provider` fills the placeholders of papers about records of the table `subject_type`."""
    _providers[subject_type] = provider


def slots_of(paper: Instrument) -> Mapping[str, str]:
    """What the paper's record says for its placeholders; nothing for a paper about no record."""
    provider = _providers.get(paper.subject_type)
    return provider(paper) if provider and paper.subject_id else {}
