"""The signed cookie by which a browser is known again; it opens nothing (see devices.py)."""

import secrets
from dataclasses import replace
from datetime import timedelta

from flask import Response, after_this_request, current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

from supervision.accounts.devices import Device

COOKIE = "mingdu_device"
KEPT = timedelta(days=400)  # what browsers allow
MOST = 20  # accounts remembered in one browser


def present() -> Device:
    """The browser of this request."""
    try:
        held = _serializer().loads(request.cookies.get(_name(), ""))
        return Device(str(held["key"])[:40], tuple(int(one) for one in held["accounts"]))
    except (BadSignature, KeyError, TypeError, ValueError):
        return Device()


def introduce() -> None:
    """Give the browser its cookie when it has none yet."""
    if not present().key:
        _keep(Device(secrets.token_hex(16)))


def remember(user_id: int) -> None:
    """This account was signed in to in this browser."""
    device = present()
    accounts = (user_id, *(one for one in device.accounts if one != user_id))[:MOST]
    _keep(replace(device, key=device.key or secrets.token_hex(16), accounts=accounts))


def _keep(device: Device) -> None:
    value = _serializer().dumps({"key": device.key, "accounts": list(device.accounts)})

    @after_this_request
    def _send(response: Response) -> Response:
        response.set_cookie(
            _name(),
            value,
            max_age=KEPT,
            secure=current_app.config["SESSION_COOKIE_SECURE"],
            httponly=True,
            samesite="Lax",
        )
        return response


def _name() -> str:
    return f"__Host-{COOKIE}" if current_app.config["SESSION_COOKIE_SECURE"] else COOKIE


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="device")
