"""The form of all settings, made from their definitions."""

from collections.abc import Mapping

from wtforms import BooleanField, Field, IntegerField
from wtforms.validators import NumberRange

from supervision.core.forms import BaseForm, required, text
from supervision.core.settings import DEFINITIONS, Definition
from supervision.settings.values import Value

MOST = 99


def _field(definition: Definition) -> Field:
    if isinstance(definition.default, bool):
        return BooleanField(definition.label, description=definition.hint)
    if isinstance(definition.default, int):
        bounds = NumberRange(0, MOST, f"请填写0至{MOST}的整数")
        needed = required(f"请填写0至{MOST}的整数")
        return IntegerField(definition.label, [needed, bounds], description=definition.hint)
    return text(definition.label, needed=False, hint=definition.hint)


class SettingsForm(BaseForm):
    """One field a setting, named by its key."""

    def values(self) -> Mapping[str, Value]:
        """What the form says, by key."""
        return {one.key: self[one.key].data for one in DEFINITIONS}


for _definition in DEFINITIONS:
    setattr(SettingsForm, _definition.key, _field(_definition))
