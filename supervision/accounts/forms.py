"""Forms of the accounts slice."""

from wtforms import (
    Field,
    HiddenField,
    PasswordField,
)
from wtforms.validators import EqualTo, Length, ValidationError

from supervision.accounts.passwords import RULE
from supervision.accounts.service import USERNAME, Particulars, Rights
from supervision.agencies.bodies import CODE
from supervision.agencies.models import Body, Level, Unit
from supervision.core.access.policy import ADMIN_ROLES, UNIT_ROLES, Role
from supervision.core.conditions import NeededIf
from supervision.core.db import session
from supervision.core.forms import BaseForm, choice, required, several, text


class SignInForm(BaseForm):
    """Signing in."""

    keeps_drafts = False
    username = text("用户名", most=40, render_kw={"autocomplete": "username", "autofocus": True})
    password = PasswordField(
        "口令",
        [required(), Length(max=128, message="口令过长")],
        render_kw={"autocomplete": "current-password"},
    )


class ChangePasswordForm(BaseForm):
    """A new password of one's own."""

    keeps_drafts = False
    old_password = PasswordField(
        "原口令",
        [required(), Length(max=128, message="口令过长")],
        render_kw={"autocomplete": "current-password"},
    )
    new_password = PasswordField(
        "新口令",
        [required(), Length(max=128, message="口令过长")],
        description=RULE,
        render_kw={"autocomplete": "new-password"},
    )
    repeat = PasswordField(
        "再输一遍新口令",
        [required(), EqualTo("new_password", "两次输入的新口令不一致")],
        render_kw={"autocomplete": "new-password"},
    )


class CodeForm(BaseForm):
    """A code of the authenticator, or a recovery code."""

    keeps_drafts = False
    verb = ""  # the step of a paper in whose dialog it is asked
    otp = text(
        "验证码",
        most=40,
        hint="认证器显示的六位数字；手机不在身边的，填一个恢复码",
        render_kw={"autocomplete": "one-time-code", "autofocus": True},
    )

    @classmethod
    def of(cls, verb: str) -> "CodeForm":
        """The form of the step `verb`; its errors lead to the field in that step's dialog."""
        form = cls()
        form.verb, form.otp.id = verb, f"otp-{verb}"
        return form


class FactorForm(CodeForm):
    """The first code of a new authenticator; the secret goes along sealed."""

    sealed = HiddenField()
    otp = text(
        "验证码",
        most=40,
        hint="认证器里“明督”一项现在显示的六位数字",
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )
    password = PasswordField(
        "登录口令",
        [required(), Length(max=128, message="口令过长")],
        description="确认是您本人在启用",
        render_kw={"autocomplete": "current-password"},
    )


class FirstAccountForm(BaseForm):
    """The first 安全管理员 and the bureau itself, on an empty installation."""

    keeps_drafts = False
    token = text("初始化口令", hint="启动时打印在控制台上的一次性口令")
    body_name = text("本机构全称", hint="例：某市司法局")
    region = text("行政区划名", most=40, hint="例：某市")
    code = text("机关代字", most=10, hint="文号的开头，例：示司")
    level = choice("层级", Level)
    name = text("安全管理员姓名", most=40)
    username = text("用户名", most=40, render_kw={"autocomplete": "username"})
    new_password = PasswordField(
        "口令",
        [required(), Length(max=128, message="口令过长")],
        description=RULE,
        render_kw={"autocomplete": "new-password"},
    )
    repeat = PasswordField(
        "再输一遍口令",
        [required(), EqualTo("new_password", "两次输入的口令不一致")],
        render_kw={"autocomplete": "new-password"},
    )

    def validate_code(self, field: Field) -> None:
        """The same rule as for bodies set up later."""
        if not CODE.fullmatch(field.data or ""):
            message = "机关代字为1至10个汉字，不含年份和序号，例：示司"
            raise ValidationError(message)


class ParticularsForm(BaseForm):
    """Who a person with an account is, and how to be reached."""

    name = text("姓名", most=40)
    post = text("职务", most=60, needed=False)
    certificate_no = text("监督证件号", most=40, needed=False)
    telephone = text("电话", most=40, needed=False)
    email = text("电子邮箱", most=120, needed=False)

    def particulars(self) -> Particulars:
        """The form's content as the service takes it."""
        return Particulars.of(self.data)


class RightsForm(BaseForm):
    """The roles of an account, and in which body or unit."""

    roles = several("角色", Role, coerce=Role, needed="请至少选择一个角色")
    body_id = choice(
        "所属监督机构",
        needed=NeededIf(
            "roles", set(Role) - UNIT_ROLES - ADMIN_ROLES, said="按角色必填", asked=False
        ),
        hint="承办人、审核人、签发人、监督员必填",
    )
    unit_id = choice(
        "所属被监督单位",
        needed=NeededIf("roles", UNIT_ROLES, said="按角色必填", asked=False),
        hint="联络员、单位负责人必填",
    )

    def rights(self) -> Rights:
        """The form's content as the service takes it."""
        return Rights(
            frozenset(self.roles.data or ()),
            session.get(Body, self.body_id.data) if self.body_id.data else None,
            session.get(Unit, self.unit_id.data) if self.unit_id.data else None,
        )


class NewAccountForm(ParticularsForm, RightsForm):
    """A new account: opened without rights, the roles asked for at the same time."""

    username = text("用户名", most=40, hint="小写字母、数字、点、横线")

    def validate_username(self, field: Field) -> None:
        """Beside the field, before the service says so."""
        if not USERNAME.fullmatch(field.data or ""):
            message = "只能用字母、数字、点、横线"
            raise ValidationError(message)
