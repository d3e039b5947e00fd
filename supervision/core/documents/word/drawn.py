"""Owns what is drawn at a place on the page: red rules, and a box with turned text."""

from collections.abc import Sequence

from lxml import etree

from supervision.core.documents.word.paragraphs import RED
from supervision.core.documents.word.xml import Element, emu

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_SHAPE = f"""
<w:r xmlns:w="{_W}" xmlns:mc="{_MC}" xmlns:wp="{_WP}" xmlns:a="{_A}" xmlns:wps="{_WPS}">
<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>
<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="1"
 locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>
<wp:positionH relativeFrom="page"><wp:posOffset>{{x}}</wp:posOffset></wp:positionH>
<wp:positionV relativeFrom="page"><wp:posOffset>{{y}}</wp:posOffset></wp:positionV>
<wp:extent cx="{{cx}}" cy="{{cy}}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>
<wp:docPr id="{{id}}" name="{{name}}"/><wp:cNvGraphicFramePr/>
<a:graphic><a:graphicData uri="{_WPS}"><wps:wsp><wps:cNvSpPr/>
<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{{cx}}" cy="{{cy}}"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{{fill}}<a:ln><a:noFill/></a:ln></wps:spPr>{{text}}
<wps:bodyPr vert="{{vert}}" lIns="0" tIns="0" rIns="0" bIns="0" anchor="{{anchor}}"/>
</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r>
"""


def rectangle(x: float, top: float, width: float, height: float) -> Element:
    """A filled red rectangle, mm from the page's corner."""
    fill = f'<a:solidFill><a:srgbClr val="{RED}"/></a:solidFill>'
    return _shape(x, top, width, height, name="红线", fill=fill)


def box(
    x: float,
    top: float,
    width: float,
    height: float,
    content: Sequence[Element],
    *,
    name: str,
    turned: bool = False,
    at_foot: bool = False,
) -> Element:
    """A box of text; in a turned one it runs from top to bottom, `at_foot` it grows upwards."""
    text = "<wps:txbx><w:txbxContent/></wps:txbx>"
    vert, anchor = "vert" if turned else "horz", "b" if at_foot else "t"
    made = _shape(
        x, top, width, height, name=name, fill="<a:noFill/>", text=text, vert=vert, anchor=anchor
    )
    made.find(f".//{{{_W}}}txbxContent").extend(content)
    return made


def _shape(
    x: float,
    top: float,
    width: float,
    height: float,
    *,
    name: str,
    fill: str,
    text: str = "",
    vert: str = "horz",
    anchor: str = "t",
) -> Element:
    places = {"x": emu(x), "y": emu(top), "cx": emu(width), "cy": emu(height)}
    number = 1000 + round(top * 100)  # of this drawing; the same paper gives the same bytes
    words = {"id": number, "name": name, "fill": fill, "text": text, "vert": vert, "anchor": anchor}
    return etree.fromstring(_SHAPE.format(**places, **words).replace("\n", ""))
