"""The blueprint that the pages of this slice hang on."""

from flask import Blueprint
from werkzeug.wrappers import Response

bp = Blueprint("agencies", __name__, url_prefix="/agencies")
Reply = str | tuple[str, int] | Response
