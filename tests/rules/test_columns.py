"""Columns of lists: each cell has its macro and each macro its column, since both are found by name."""

import pkgutil
from datetime import date
from importlib import import_module

from flask import Flask
from jinja2 import nodes

import supervision
from supervision.core.listing import Listing
from supervision.roster.lists import roster
from supervision.roster.models import Pool
from tests.rules.source import ROOT, expect_none

LISTS = 12


def listings() -> list[tuple[str, Listing]]:
    """(slice, list) of every list that a module of ours declares."""
    found = [("roster", roster(pool, date(2023, 3, 1))) for pool in Pool]
    for module in pkgutil.walk_packages(supervision.__path__, "supervision."):
        if not module.name.endswith((".lists", ".resources")):
            continue
        held = vars(import_module(module.name)).values()
        found += [(_place(one), one) for one in held if isinstance(one, Listing)]
    return found


def _place(listing: Listing) -> str:
    return str(listing.model.__module__.split(".")[1])


def test_every_cell_has_its_macro_and_every_macro_its_cell(app: Flask) -> None:
    wanted: dict[str, set[str]] = {}
    for place, listing in listings():
        cells = {cell for one in listing.columns for cell in (one.cell, one.printed)}
        wanted.setdefault(place, set()).update(one for one in cells if isinstance(one, str) and one)
    faults = []
    for place, names in wanted.items():
        path = ROOT / "templates" / place / "cells.html"
        tree = app.jinja_env.parse(path.read_text("utf-8")) if path.exists() else nodes.Template([])
        macros = {macro.name for macro in tree.find_all(nodes.Macro)}
        called = {
            call.node.name
            for call in tree.find_all(nodes.Call)
            if isinstance(call.node, nodes.Name)
        }
        faults += [f"{place}: no macro {name}" for name in sorted(names - macros)]
        faults += [f"{place}: no column draws {name}" for name in sorted(macros - names - called)]
    expect_none(faults)


def test_the_lists_are_found() -> None:
    assert len({id(one) for _, one in listings()}) >= LISTS


def test_a_record_leads_from_the_first_column() -> None:
    """It cannot be hidden, so whatever a person hides, the row still opens."""
    expect_none(
        f"{place}: {listing.model.__name__}"
        for place, listing in listings()
        if listing.columns and listing.columns[0].quiet
    )
