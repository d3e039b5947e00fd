"""What a slice is to the rest: everything it declares stands in its `manifest.py`, in one `Slice`.

A manifest only declares. `install()` gives an application what all of them declare; the kernel's
services and the seams read it there. Importing a module, manifest or not, changes nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import click
from flask import Blueprint, Flask

from supervision.core.access.confined import CONFINED
from supervision.core.access.records import RECORDS, Record
from supervision.core.audit.facts import FOLLOWED
from supervision.core.derived import Agreement, Derivation
from supervision.core.derived.ledger import AGREEMENTS, DERIVATIONS
from supervision.core.jobs import Job
from supervision.core.jobs.runner import JOBS
from supervision.core.places import PAGES, PLACES, Place, RecordPage
from supervision.core.seams import Join, keyed, put_together
from supervision.core.search import Source
from supervision.core.search.sources import SOURCES
from supervision.core.tasks import TaskKind
from supervision.core.tasks.making import MAKINGS, Making
from supervision.core.tasks.queue import WORKS


@dataclass(frozen=True, kw_only=True)
class Slice:
    """One slice.

    `blueprints`: its pages; `places`: their entries in the navigation. `records`: what its
    permissions are about, in words (`clue:view`: clue is 线索). `pages`: where the page of a record is.
    `searches`: what can be found. `derivations`: columns that follow from other rows, each after those
    it rests upon; `agreements`: days that must agree. `confined`: classes only named people see.
    `jobs`: what runs by the clock; `works`: what carries out a task that somebody ordered;
    `files`: what an address gives as a file, at once or in the background.
    `commands`: for the shell. `joins`: whatever it adds at the seams of lower slices, such as what
    follows there from what happens here, or a panel on their pages.
    """

    name: str
    blueprints: Sequence[Blueprint] = ()
    places: Sequence[Place] = ()
    records: Sequence[Record] = ()
    pages: Sequence[RecordPage] = ()
    searches: Sequence[Source] = ()
    derivations: Sequence[Derivation] = ()
    agreements: Sequence[Agreement] = ()
    confined: Sequence[type[object]] = ()
    jobs: Sequence[Job] = ()
    works: Sequence[TaskKind] = ()
    files: Sequence[Making] = ()
    commands: Sequence[click.Command] = ()
    joins: Sequence[Join] = ()


def install(app: Flask, slices: Sequence[Slice]) -> None:
    """Give `app` what `slices` declare; ValueError where two declare the same."""
    keyed(Slice, lambda one: one.name)(slices)
    for one in slices:
        for blueprint in one.blueprints:
            app.register_blueprint(blueprint)
        for command in one.commands:
            app.cli.add_command(command)
    put_together(app, (join for one in slices for join in joins_of(one)))


def joins_of(one: Slice) -> Iterator[Join]:
    """What a slice joins: at the kernel's seams what its manifest names, at the others its `joins`."""
    yield from map(PLACES.join, one.places)
    yield from map(RECORDS.join, one.records)
    yield from map(PAGES.join, one.pages)
    yield from map(SOURCES.join, one.searches)
    yield from map(DERIVATIONS.join, one.derivations)
    yield from map(FOLLOWED.join, one.derivations)
    yield from map(AGREEMENTS.join, one.agreements)
    yield from map(CONFINED.join, one.confined)
    yield from map(JOBS.join, one.jobs)
    yield from map(WORKS.join, one.works)
    yield from map(MAKINGS.join, one.files)
    yield from one.joins
