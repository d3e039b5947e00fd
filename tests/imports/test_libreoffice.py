"""The round trip through the program people really use, where it is installed."""

import shutil
import subprocess
from pathlib import Path

import pytest

from supervision.imports import outgoing
from supervision.imports.kinds import KINDS
from tests.imports.test_import import GOOD
from tests.make import sheets
from tests.make.imported import applied, checked
from tests.make.offices import found_office
from tests.support.work import Inside

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice (soffice) is not installed on this machine")
@pytest.mark.parametrize("kind", ["xlsx", "xls", "csv"])
def test_what_libreoffice_saves_again_comes_in_unchanged(
    inside: Inside, tmp_path: Path, kind: str
) -> None:
    with inside():
        town = found_office()
        applied(town, sheets.xlsx(GOOD))
        source = tmp_path / "sent.xlsx"
        source.write_bytes(outgoing.sheet_of(KINDS["problems"], actor=town.handler, empty=False))
        out = tmp_path / "saved"
        command = [
            str(OFFICE),
            "--headless",
            "--convert-to",
            kind,
            "--outdir",
            str(out),
            str(source),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        saved = out / f"sent.{kind}"
        batch = checked(town, saved.read_bytes(), name=saved.name)
        assert (batch.created, batch.updated, batch.faults, batch.unchanged) == (0, 0, 0, 2)
