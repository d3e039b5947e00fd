"""Fields that belong together inside a form: the rows of a table, the boxes of a filter."""

from wtforms import Form


class FormPart(Form):
    """A form without a button of its own; what encloses it validates it and carries its token."""
