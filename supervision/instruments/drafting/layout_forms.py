"""The part of the drafting form about the print: 份号, 附注, 上行文, 联合行文, 签名章, 附件."""

from collections.abc import Sequence

from wtforms import BooleanField, FieldList, FormField, HiddenField
from wtforms.validators import Length, Optional, ValidationError

from supervision.core.documents.model import BoundFile, SignatureStyle
from supervision.core.form_part import FormPart
from supervision.core.forms import BaseForm, day, paragraph, text, uploads, word
from supervision.core.name_field import NameField, split
from supervision.core.upload_field import UploadField
from supervision.instruments.drafting import annexes
from supervision.instruments.drafting.layout_facts import (
    MOST_ATTACHED,
    AttachedText,
    Countersign,
    LayoutFacts,
)
from supervision.instruments.models import Instrument

_ROWS = 3
MOST_NAMES = 60
_IN_A_ROW = 6  # of names, when there are many


class AttachedForm(FormPart):
    """One attachment typed with the paper."""

    class Meta:
        locales = ("zh",)

    title = text("附件名称", most=120, needed=False)
    text = paragraph(
        "附件内容",
        most=60_000,
        needed=False,
        hint="一行一段；表格每行写成 |序号|问题|，第一行为表头",
    )
    landscape = BooleanField("表格横排（宽表用，转90度印）")
    file = HiddenField()  # of one that is a file: its hash
    dropped = BooleanField("不再附这个文件")


class CountersignForm(FormPart):
    """One 会签; a row left wholly empty is none."""

    class Meta:
        locales = ("zh",)

    organ = text("会签单位（科室）", most=60, needed=False)
    name = text("姓名", most=40, needed=False)
    on = day("会签日期", needed=False)

    def said(self) -> Countersign | None:
        """What the row says."""
        on = self.on.data.isoformat() if self.on.data else ""
        organ, name = self.organ.data or "", self.name.data or ""
        return Countersign(organ, name, on) if organ or name or on else None


def names(label: str, *, hint: str) -> FieldList:
    """Rows for bodies, chosen by name or written out."""
    one = NameField(
        label,
        [Optional(), Length(max=500, message="最多500个字")],
        description=hint,
        render_kw={"list": "bodies", "data-combobox": "true", "data-free": "true"},
    )
    return FieldList(one, min_entries=_ROWS, max_entries=MOST_NAMES)


def in_rows(said: Sequence[str]) -> list[str]:
    """Names as they fill the rows: one each, or several where there are more names than rows to begin with."""
    each = 1 if len(said) <= _ROWS else _IN_A_ROW
    return ["，".join(said[start : start + each]) for start in range(0, len(said), each)]


def joined(rows: FieldList) -> str:
    """What was filled in, each name once, as it is kept."""
    said = [name for entry in rows for name in split(entry.data or "")]
    return "，".join(dict.fromkeys(said))


class LayoutFields:
    """Mixed into the drafting form; the defaults suit most papers."""

    copy_number = text("份号", most=6, needed=False, hint="需要逐份编号的才填，6位数字")
    note = text(
        "附注", needed=False, hint="印在成文日期下一行，不写括号，如 联系人：王某某，电话：……"
    )
    upward = BooleanField("上行文（红头右侧标注签发人）")
    joints = names("联合发文机关", hint="联合行文才填，本机关为主办，不用再写")
    co_signatories = text(
        "联合发文机关签发人", needed=False, hint="联合上行文才填，与机关同序，用“，”分开"
    )
    signature_style = word("署名方式", SignatureStyle, default=SignatureStyle.SEALED)
    signatory_post = text("签发人职务", most=20, needed=False, hint="加盖签名章的填写，如 局长")
    seam = BooleanField("留骑缝章位置（多面的，各面右边标出盖章处）")
    countersigns = FieldList(FormField(CountersignForm), min_entries=1, max_entries=MOST_NAMES)
    attached = FieldList(FormField(AttachedForm), min_entries=0, max_entries=MOST_ATTACHED)
    annex_files = uploads(
        "附件文件",
        hint="PDF、JPG、PNG，可以选几个，单个不超过30MB，合计不超过200页；逐页缩到版心，装订在正文之后。Word、Excel请先另存为PDF",
    )

    def validate_annex_files(self, field: UploadField) -> None:
        """What cannot be bound is said beside the field and given back; the others stay."""
        field.data, _, refused = annexes.read_all(
            field.data, beside=_beside(self.attached, getattr(self, "record", None))
        )
        if refused:
            raise ValidationError("；".join(refused))


def layout_facts(form: BaseForm) -> LayoutFacts:
    """What was filled in; an attachment left wholly empty is none."""
    beside = _beside(form.attached, form.record)
    fresh, uploaded, _ = annexes.read_all(form.annex_files.data, beside=beside)
    return LayoutFacts(
        copy_number=form.copy_number.data or "",
        note=form.note.data or "",
        upward=bool(form.upward.data),
        joint=joined(form.joints),
        co_signatories=form.co_signatories.data or "",
        signature_style=form.signature_style.data or SignatureStyle.SEALED,
        signatory_post=form.signatory_post.data or "",
        seam=bool(form.seam.data),
        countersigned=tuple(
            said for entry in form.countersigns if (said := entry.form.said()) is not None
        ),
        attached=(*beside, *uploaded),
        fresh=fresh,
    )


def _held_files(record: object) -> dict[str, BoundFile]:
    """The files that the paper binds already, by their hash."""
    if not isinstance(record, Instrument):
        return {}
    return {one.file.sha256: one.file for one in annexes.originals_of(record)}


def _beside(rows: FieldList, record: object) -> list[AttachedText]:
    """What stands in the rows; a file is one that the paper has, whatever the row says."""
    held = _held_files(record)
    return [
        _attached(entry.form, held.get(entry.form["file"].data or ""))
        for entry in rows
        if _filled(entry.form)
    ]


def _filled(form: BaseForm) -> bool:
    if form["file"].data:
        return not form["dropped"].data
    return bool(form["title"].data or form["text"].data)


def _attached(form: BaseForm, file: BoundFile | None) -> AttachedText:
    title, text = form["title"].data or "", form["text"].data or ""
    if file is not None:
        return AttachedText(title, "", file=file)
    return AttachedText(title, text, bool(form["landscape"].data))
