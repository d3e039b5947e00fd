"""What a trial gives: its numbers, and whether what was promised held."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass
class Outcome:
    """One trial on one store; `broken` holds what was promised and did not hold, in words."""

    trial: str
    store: str
    numbers: Mapping[str, object]
    broken: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def verdict(self) -> str:
        return "未通过：" + "；".join(self.broken) if self.broken else "通过"

    def expect(self, promise: str, *, held: bool) -> None:
        """Note a promise that did not hold."""
        if not held:
            self.broken.append(promise)

    def line(self) -> str:
        told = "，".join(f"{name} {value}" for name, value in self.numbers.items())
        return f"{self.trial} · {self.store}：{told} → {self.verdict}（{self.seconds:.0f} s）"
