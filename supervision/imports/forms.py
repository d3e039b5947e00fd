"""Forms of the import."""

from wtforms import SelectField
from wtforms.fields import SelectChoice

from supervision.core.forms import BaseForm, required, uploads
from supervision.imports.kinds import KINDS


class SheetForm(BaseForm):
    """A sheet to check."""

    keeps_drafts = False
    kind = SelectField(
        "导入内容",
        [required("请选择")],
        choices=[SelectChoice(one.name, one.label) for one in KINDS.values()],
    )
    sheet = uploads("表格文件", needed=True, hint=".xlsx、.xls 或 .csv，一次一个文件，最多2000行")
