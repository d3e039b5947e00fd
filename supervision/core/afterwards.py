"""What is told once an answer is made and its transaction over, whatever became of the request."""

import logging
from collections.abc import Callable

from flask import Response, after_this_request, has_request_context

log = logging.getLogger(__name__)


def after_the_answer(tell: Callable[[], None]) -> bool:
    """Run `tell` then, in transactions of its own; a fault in it is logged and keeps nobody from the answer.

    False where nobody is answered (a job, the shell): then it is left undone.
    """
    if not has_request_context():
        return False

    @after_this_request
    def then(response: Response) -> Response:
        try:
            tell()
        except Exception:
            log.exception("what was to be told after an answer could not be told")
        return response

    return True
