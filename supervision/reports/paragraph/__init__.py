"""The paragraph 监督权力运行: written from the figures, editable, each number still live.

A text is a template: `{发现问题·行动3}` stands for that figure of that action as it is now.
"""

from supervision.reports.paragraph.tokens import Part, plain, read, token
from supervision.reports.paragraph.writing import write

__all__ = ["Part", "plain", "read", "token", "write"]
