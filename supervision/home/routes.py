"""The 工作台."""

from flask import Blueprint

from supervision.core.access.guard import signed_in
from supervision.core.web import page

bp = Blueprint("home", __name__)


@bp.get("/")
@signed_in
def index() -> str | tuple[str, int]:
    return page("home/index.html")
