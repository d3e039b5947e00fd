"""The gallery takes the application's place: `live_server` and `new_tab` serve and open it."""

import pytest
from flask import Flask
from playwright.sync_api import Page

from tests.look.gallery import create_gallery
from tests.support.browser import NewTab


@pytest.fixture
def app() -> Flask:
    """The gallery instead of the system."""
    return create_gallery()


@pytest.fixture
def tab(new_tab: NewTab) -> Page:
    """One tab at the size of an office screen."""
    return new_tab(reduced_motion="reduce")
