"""Builds the private font folder that papers are set with (`make setup` runs it; git ignores it).

Free faces are taken from two Debian packages, downloaded and unpacked, never installed. All faces
get the same vertical metrics, so that a fallback glyph cannot move the 22-line grid, and family
names of our own. Faces that an office has licensed (方正小标宋, 仿宋_GB2312 …) go first:

    python scripts/build_fonts.py [--into .fonts] [--licensed DIR]
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont

VERSION = 2  # raise it when what is built changes: every folder is then built anew
ASCENT, DESCENT = 0.88, 0.12  # of the em; the em box is then exactly what PDF readers report
PACKAGES = ("texlive-lang-chinese", "fonts-babelstone-han")
FANDOL = "usr/share/texlive/texmf-dist/fonts/opentype/public/fandol"
BABELSTONE = "usr/share/fonts/truetype/babelstone/BabelStoneHan.ttf"
SOURCES = {
    "MingduBiaoSong": f"{FANDOL}/FandolSong-Bold.otf",
    "MingduFangSong": f"{FANDOL}/FandolFang-Regular.otf",
    "MingduKaiTi": f"{FANDOL}/FandolKai-Regular.otf",
    "MingduHeiTi": f"{FANDOL}/FandolHei-Regular.otf",
    "MingduLatin": f"{FANDOL}/FandolSong-Regular.otf",
    "MingduRare": BABELSTONE,
    "MingduRareB": BABELSTONE,
    "MingduRareC": BABELSTONE,
}
LICENSED = {  # words in a licensed font's own names -> the role it takes
    "MingduOwnBiaoSong": ("小标宋", "XiaoBiaoSong", "XBSJW"),
    "MingduOwnFangSong": ("仿宋", "FangSong"),
    "MingduOwnKaiTi": ("楷体", "KaiTi", "Kai_GB"),
    "MingduOwnHeiTi": ("黑体", "SimHei", "HeiTi"),
}
# Faces that are cut, and to what. The rare Han are three files because a PDF that holds one of
# them costs the reading of its whole file (48 MB undivided: +65 ms a paper).
CUTS = {
    "MingduLatin": "20-7E",
    "MingduRare": "A0-17F,2010-26FF,3000-4DBF,4E00-9FFF,FF00-FFE6",
    "MingduRareB": "20000-2A6DF",
    "MingduRareC": "2A700-323AF",
}
FONTS_CONF = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">faces</dir>
  <cachedir>{cache}</cachedir>
</fontconfig>
"""


def main() -> None:
    """Build the folder unless what is there is already what would be built."""
    parser = argparse.ArgumentParser(description="build the fonts that papers are set with")
    parser.add_argument("--into", type=Path, default=Path(__file__).resolve().parents[1] / ".fonts")
    parser.add_argument("--licensed", type=Path, help="folder of the office's own licensed fonts")
    options = parser.parse_args()
    recipe = _recipe(options.licensed)
    stamp = options.into / "built.json"
    if stamp.exists() and json.loads(stamp.read_text("utf-8")) == recipe:
        return
    options.into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="mingdu-fonts-") as temporary:
        _build(options.into, Path(temporary), licensed=options.licensed)
    stamp.write_text(json.dumps(recipe, ensure_ascii=False), encoding="utf-8")
    sys.stdout.write(f"Fonts built in {options.into}\n")


def _recipe(licensed: Path | None) -> dict[str, object]:
    """What the built folder depends on."""
    files = sorted(licensed.iterdir()) if licensed else []
    return {"version": VERSION, "licensed": [[f.name, f.stat().st_size] for f in files]}


def _build(into: Path, temporary: Path, *, licensed: Path | None) -> None:
    """Unpack the packages, normalise each face, write fonts.conf and the table of widths."""
    _unpack(temporary)
    faces = into / "faces"
    shutil.rmtree(faces, ignore_errors=True)
    shutil.rmtree(into / "cache", ignore_errors=True)
    faces.mkdir()
    built = {name: _face(temporary / path, name, faces) for name, path in SOURCES.items()}
    for path in sorted(licensed.glob("*.[to]t[fc]")) if licensed else []:
        role = _licensed_role(path)
        if role and role not in built:
            built[role] = _face(path, role, faces)
    (into / "fonts.conf").write_text(
        FONTS_CONF.format(cache=into.resolve() / "cache"), encoding="utf-8"
    )
    (into / "metrics.json").write_text(json.dumps(built, separators=(",", ":")), encoding="utf-8")


def _unpack(temporary: Path) -> None:
    """Fetch both packages with apt and unpack them without installing anything."""
    for package in PACKAGES:
        _run("apt-get", "download", "-qq", package, cwd=temporary)
        archive = next(temporary.glob(f"{package}_*.deb"))
        _run("dpkg-deb", "-x", archive.name, ".", cwd=temporary)


def _run(*command: str, cwd: Path | None = None) -> None:
    """Run a program of the machine; its own words are shown when it fails."""
    if shutil.which(command[0]) is None:
        sys.exit(f"{command[0]} is missing: apt-get install libharfbuzz-bin apt dpkg")
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stderr}")


def _face(source: Path, name: str, faces: Path) -> dict[str, object]:
    """Write one normalised face; return its widths (1/1000 em) and its coverage."""
    target = faces / f"{name}{source.suffix.lower().replace('ttc', 'ttf')}"
    if name in CUTS:
        _run(
            "hb-subset",
            f"--unicodes={CUTS[name]}",
            "--no-hinting",
            f"--output-file={target}",
            str(source),
        )
        source = target
    font = TTFont(source, fontNumber=0, recalcTimestamp=False, recalcBBoxes=False)
    _set_metrics(font)
    _set_names(font, name)
    font.save(target)
    return _measure(font, name)


def _set_metrics(font: TTFont) -> None:
    """The same ascent and descent in every table that any reader consults."""
    em = font["head"].unitsPerEm
    ascent, descent = round(ASCENT * em), round(DESCENT * em)
    hhea, os2 = font["hhea"], font["OS/2"]
    hhea.ascent, hhea.descent, hhea.lineGap = ascent, -descent, 0
    os2.sTypoAscender, os2.sTypoDescender, os2.sTypoLineGap = ascent, -descent, 0
    os2.usWinAscent, os2.usWinDescent = ascent, descent
    os2.usWeightClass = 400
    os2.fsSelection = (os2.fsSelection & ~0b100001) | 0b1000000
    font["head"].macStyle = 0


def _set_names(font: TTFont, name: str) -> None:
    table = font["name"]
    table.names = [record for record in table.names if record.nameID in (0, 13, 14)]
    for number, text in ((1, name), (2, "Regular"), (3, name), (4, name), (6, name)):
        table.setName(text, number, 3, 1, 0x409)


def _measure(font: TTFont, name: str) -> dict[str, object]:
    em, advances = font["head"].unitsPerEm, font["hmtx"]
    cmap = font.getBestCmap()
    widths = {code: round(advances[glyph][0] * 1000 / em) for code, glyph in cmap.items()}
    runs: list[list[int]] = []
    for code in sorted(widths):
        if runs and runs[-1][1] == code - 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    ink = _ink(font, cmap) if name.endswith("BiaoSong") else {}
    return {
        "ink": ink,
        "ranges": runs,
        "widths": {code: w for code, w in widths.items() if w != 1000},
    }


def _ink(font: TTFont, cmap: dict[int, str]) -> dict[int, tuple[int, int]]:
    """Lowest and highest ink of each Han, 1/1000 em: the standard places the red head by its ink."""
    em, glyphs = font["head"].unitsPerEm, font.getGlyphSet()
    bounds = {}
    for code, glyph in cmap.items():
        if 0x4E00 <= code < 0xA000:
            pen = BoundsPen(glyphs)
            glyphs[glyph].draw(pen)
            if pen.bounds:
                bounds[code] = (round(pen.bounds[1] * 1000 / em), round(pen.bounds[3] * 1000 / em))
    return bounds


def _licensed_role(path: Path) -> str | None:
    """The role that a licensed file takes, by the names it carries."""
    names = " ".join(str(r) for r in TTFont(path, fontNumber=0, lazy=True)["name"].names)
    return next((role for role, words in LICENSED.items() if any(w in names for w in words)), None)


if __name__ == "__main__":
    main()
