"""The settings page."""

from types import SimpleNamespace

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.settings import DEFINITIONS
from supervision.core.web import done, page
from supervision.settings import service
from supervision.settings.forms import SettingsForm

bp = Blueprint("settings", __name__, url_prefix="/settings")


@bp.route("/", methods=["GET", "POST"])
@allows(Permission.SETTINGS_EDIT)
def index() -> str | tuple[str, int] | Response:
    form = SettingsForm(obj=SimpleNamespace(**service.in_force()))
    if form.validate_on_submit():
        changed, asked = service.change(form.values(), actor=current())
        said = [f"已更改{changed}项设置，立即生效。"] if changed else []
        said += [f"{asked}项涉及查看权限，已提请，经另一人确认后生效。"] if asked else []
        return done("".join(said) or "没有改动。", url_for("settings.index"))
    return page(
        "settings/index.html", form=form, definitions=DEFINITIONS, entries=service.history()
    )
