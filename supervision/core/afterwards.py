"""What is done once an answer is made and its transaction over: it can neither delay nor spoil it."""

import logging
from collections.abc import Callable

from flask import Response, after_this_request, has_request_context

log = logging.getLogger(__name__)


def after_answer(act: Callable[[], None], *, failing: str) -> bool:
    """Do `act` after the present answer, `failing` the log's line should it not work.

    False where nothing is being answered: then nothing is done.
    """
    if not has_request_context():
        return False

    @after_this_request
    def then(response: Response) -> Response:
        try:
            act()
        except Exception:
            log.exception(failing)
        return response

    return True
