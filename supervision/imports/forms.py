"""Forms of the import."""

from wtforms import SelectField
from wtforms.fields import SelectChoice

from supervision.core.errors import DomainError
from supervision.core.forms import BaseForm, paragraph, required, uploads
from supervision.imports.kinds import KINDS, Kind
from supervision.imports.plan import KEY, Layout, SheetColumn


class SheetForm(BaseForm):
    """A sheet to check."""

    keeps_drafts = False
    kind = SelectField(
        "导入内容",
        [required("请选择")],
        choices=[SelectChoice(one.name, one.label) for one in KINDS.values()],
    )
    sheet = uploads(
        "表格文件",
        needed=True,
        hint=".xlsx、.xls 或 .csv，一次一个文件，最多10万行；行数多的在后台检查，可以先做别的",
    )


class PasteForm(BaseForm):
    """Rows to check, as the clipboard has them."""

    keeps_drafts = False
    takes_rows = True  # sent as they are: as a link's words they would be three times as large
    rows = paragraph(
        "复制的行",
        most=600_000,
        hint="在Excel或WPS中选中后复制，在这里粘贴，最多5000行左右",
        render_kw={"data-pasted-rows": "true"},
    )


def columns_form(kind: Kind, columns: list[SheetColumn], layout: Layout) -> BaseForm:
    """For each column of the sheet what it is; as its heading says until somebody says otherwise."""
    offered = [SelectChoice("", "不导入"), SelectChoice(KEY, KEY)]
    offered += [
        SelectChoice(one.name, f"{one.label}{'（必填）' if one.needed else ''}")
        for one in kind.fields
    ]
    known = {place: name for name, place in layout.columns.items()}
    if layout.key_column is not None:
        known[layout.key_column] = KEY
    fields: dict[str, object] = {
        f"c{one.place}": SelectField(one.heading, choices=offered) for one in columns
    }
    held = {f"c{one.place}": known.get(one.place, "") for one in columns}
    kind_of_form = type(
        "ColumnsForm", (BaseForm,), {**fields, "keeps_drafts": False, "edits": True}
    )
    made: BaseForm = kind_of_form(data=held)
    return made


def chosen_columns(form: BaseForm, columns: list[SheetColumn]) -> dict[str, int]:
    """{field name: place}; DomainError where two columns are said to be the same."""
    mapping: dict[str, int] = {}
    for one in columns:
        name = form[f"c{one.place}"].data
        if name and name in mapping:
            raise DomainError("这一项已对应另一列", field=f"c{one.place}")
        if name:
            mapping[name] = one.place
    return mapping
