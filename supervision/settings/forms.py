"""The form of all settings, made from their definitions."""

from collections.abc import Mapping

from wtforms import BooleanField, Field, IntegerField
from wtforms.validators import NumberRange

from supervision.core.forms import BaseForm, required, text
from supervision.core.settings import DEFINITIONS, Definition
from supervision.settings.values import Value


def _field(definition: Definition) -> Field:
    if isinstance(definition.default, bool):
        return BooleanField(definition.label, description=definition.hint)
    if isinstance(definition.default, int):
        asked = f"请填写0至{definition.most}的整数"
        bounds, needed = NumberRange(0, definition.most, asked), required(asked)
        return IntegerField(definition.label, [needed, bounds], description=definition.hint)
    return text(definition.label, needed=False, hint=definition.hint)


class SettingsForm(BaseForm):
    """One field a setting, named by its key."""

    def values(self) -> Mapping[str, Value]:
        """What the form says, by key."""
        return {one.key: self[one.key].data for one in DEFINITIONS}


for _definition in DEFINITIONS:
    setattr(SettingsForm, _definition.key, _field(_definition))
