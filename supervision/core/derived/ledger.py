"""The derivations of an application, in the order in which one may rest upon another."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import event

from supervision.core.derived.model import Agreement, Derivation, Touch, Written
from supervision.core.seams import Composed, Seam, keyed

Place = tuple[str, int]  # a derivation by its name, and which of its touches


def _name(one: Derivation) -> str:
    return one.name


class Ledger:
    """What follows from what, as the slices declare it; ValueError where one rests upon a later one."""

    def __init__(self, derivations: Sequence[Derivation]) -> None:
        _check_order(derivations)
        self.derivations = keyed(Derivation, _name)(derivations)
        self._places: dict[type, list[tuple[Place, Touch]]] = defaultdict(list)
        for one in derivations:
            for number, touch in enumerate(one.touches):
                self._places[touch.model].append(((one.name, number), touch))
                _keep_old_key(touch)

    def knows(self, model: type) -> bool:
        """Whether anything follows from rows of `model`."""
        return model in self._places

    def names(self, model: type) -> set[str]:
        """The columns of `model` that must be known of a row that was written."""
        return {
            name
            for _, touch in self._places.get(model, ())
            for name in (touch.key, *touch.watched, *touch.where)
        }

    def watches(self, model: type, columns: Iterable[str]) -> bool:
        """Whether a change of one of these columns moves anything."""
        changed = set(columns)
        return any(changed & _moving(touch) for _, touch in self._places.get(model, ()))

    def moved_by(self, row: Written) -> Iterator[tuple[Place, int]]:
        """Where a row that was written leads: the place and the key to begin from."""
        for place, touch in self._places.get(row.model, ()):
            if row.after is not None and not row.changed & _moving(touch):
                continue
            for values in (row.before, row.after):
                if values is None or not touch.concerns(values):
                    continue
                key = values.get(touch.key)
                if key is not None:
                    yield place, key


def _moving(touch: Touch) -> set[str]:
    return {*touch.watched, *touch.where, touch.key} - {"id"}


def _check_order(derivations: Sequence[Derivation]) -> None:
    for place, one in enumerate(derivations):
        for later in derivations[place + 1 :]:
            for touch in one.touches:
                if later.model is touch.model and {*later.columns} & {*touch.watched}:
                    message = f"{one.name} rests upon {later.name}, which is declared after it"
                    raise ValueError(message)


def _keep_old_key(touch: Touch) -> None:
    """A row that leaves for another record moves the one it left: its old key is loaded when set."""
    attribute = getattr(touch.model, touch.key)
    if touch.key != "id" and not event.contains(attribute, "set", _nothing):
        event.listen(attribute, "set", _nothing, active_history=True)


def _nothing(_row: object, _value: object, _old: object, _initiator: object) -> None:
    """That somebody listens is all."""


DERIVATIONS = Composed("columns that follow from other rows", Ledger)
AGREEMENTS: Seam[Agreement] = Seam("days that stand twice and must agree")
ledger = DERIVATIONS.whole
