"""The shell around the slices: the navigation, and what every page may use."""

from typing import Any

from flask import Flask, current_app, g, request, url_for
from markupsafe import Markup

from supervision.core import clock, pending
from supervision.core.access.policy import Permission as P
from supervision.core.access.principal import Principal, current_or_none
from supervision.core.addresses import place, url_to, url_up_to, url_with
from supervision.core.bundle import bundle, current
from supervision.core.deadlines import awaited_said, term_text
from supervision.core.duedates import current_calendar
from supervision.core.listing.table import cells
from supervision.core.places import PLACES, WITHIN, Group, Place
from supervision.core.version import VERSION

_NAVIGATION = "navigation_drawn"
DESK = "home.index"


def init(app: Flask) -> None:
    """Give every template its frame."""
    app.jinja_env.globals.update(
        asset=asset,
        cells=cells,
        url_for=place,
        url_to=url_to,
        url_up_to=url_up_to,
        url_with=url_with,
        counted=pending.counted,
        term_text=term_text,
        product_version=VERSION,
    )
    app.context_processor(frame)


def asset(kind: str) -> str:
    """Address of the one style sheet (`sheet`) or script (`script`); it changes with its content."""
    found = current() if current_app.debug else bundle()
    return place("static", filename=getattr(found, kind))


def frame() -> dict[str, object]:
    """What the layouts rely on; a page of an error asks the store for nothing."""
    principal = current_or_none()
    known = None if g.get("storeless") else principal
    return {
        "me": principal,
        "nav": navigation(principal) if principal else "",
        "links": _links(),
        "inbox_count": pending.number(known) if known else 0,
        "awaited_notice": _awaited(known),
        "large_type": bool(principal and principal.large_type),
        "search_query": request.args.get("q", "") if request.endpoint == "search.index" else "",
        "today": clock.today().isoformat(),
    }


def _awaited(principal: Principal | None) -> str:
    """That a holiday notice is missing, for those who see to it: not on their desk, which says so, nor where it is entered."""
    if principal is None or not (principal.can(P.CALENDAR_EDIT) or principal.can(P.CALENDAR_APPLY)):
        return ""
    said_there = (DESK, "calendar.paste_notice")
    if request.endpoint in said_there and principal.can(P.CALENDAR_EDIT):
        return ""
    return awaited_said(current_calendar().awaited(clock.today()))


def _links() -> dict[str, str]:
    targets = {
        "home": DESK,
        "search": "search.index",
        "inbox": "reminders.index",
        "calendar": "calendar.index",
        "enter_notice": "calendar.paste_notice",
        "profile": "accounts.profile",
        "large_type": "accounts.large_type",
        "help": "home.help_page",
        "sign_out": "accounts.sign_out",
    }
    return {name: _address(endpoint) for name, endpoint in targets.items()}


def _address(endpoint: str) -> str:
    """The address of a place; a slice that is not installed leads home."""
    return place(endpoint) if _exists(endpoint) else "/"


def _exists(endpoint: str) -> bool:
    return endpoint in current_app.view_functions


def navigation(principal: Principal) -> Markup:
    """The groups and entries `principal` may enter, drawn: alike for all who may do the same, on each page."""
    kept: dict[object, Markup] = current_app.extensions.setdefault(_NAVIGATION, {})
    key = (
        principal.permissions, principal.is_unit, request.endpoint, request.script_root,
        *(place.leads(principal) for place in PLACES.parts() if place.open_now is not None),
    )  # fmt: skip
    if key not in kept:
        frame_parts: Any = current_app.jinja_env.get_template("components/frame.html").module
        kept[key] = frame_parts.navigation(_groups(principal))
    return kept[key]


def _groups(principal: Principal) -> list[dict[str, Any]]:
    every = sorted(PLACES.parts(), key=lambda place: place.rank)
    siblings = {place.endpoint for place in every}
    open_to_them = [place for place in every if _open_to(place, principal)]
    groups = []
    for group in Group:
        own = [place for place in open_to_them if place.group is group]
        entries = [_entry(place, siblings, is_unit=principal.is_unit) for place in own]
        if entries:
            groups.append({"label": group.value, "entries": entries})
    return groups


def _open_to(place: Place, principal: Principal) -> bool:
    return place.leads(principal) and _exists(place.endpoint)


def _entry(place: Place, siblings: set[str], *, is_unit: bool) -> dict[str, Any]:
    asked = request.endpoint or ""
    here = dict(WITHIN.parts()).get(asked, asked)
    slice_name = place.endpoint.partition(".")[0]
    active = here == place.endpoint or (
        here not in siblings
        and here.startswith(f"{slice_name}.")
        and place.endpoint == f"{slice_name}.index" != DESK  # 帮助 is no part of it
    )
    return {
        "label": "收件箱" if is_unit and place.endpoint == DESK else place.label,
        "url": url_for(place.endpoint),
        "icon": place.icon,
        "active": active,
    }
