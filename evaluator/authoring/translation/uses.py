"""What functions of the language read of the rows and objects that they are given."""

from __future__ import annotations

from collections.abc import Sequence

from evaluator.authoring.translation.comparing import COMPARISONS
from evaluator.authoring.translation.references import Shapes
from evaluator.authoring.translation.values import Collection, List, Value, key_of

__all__ = ["use_arguments"]

#: Functions that only tell values apart, or count them.
_TELLING_APART = frozenset({*COMPARISONS, "internal.member_2", "minus", "and", "or", "count"})


def use_arguments(shapes: Shapes, name: str, values: Sequence[Value]) -> None:
    """Remember the columns that a function reads of its arguments.

    Args:
        shapes: what remembers them.
        name: of the function.
        values: its arguments.
    """
    names = _names_taken(name, values)
    if names is not None:
        for each in names:
            shapes.use_column(values[0], each)
        return
    for value in values:
        if name in _TELLING_APART:
            shapes.use_identity(value)
        else:
            shapes.use_whole(value)


def _names_taken(name: str, values: Sequence[Value]) -> tuple[str, ...] | None:
    """Columns that a function takes out of its first argument; None where that cannot be told."""
    keys: tuple[Value, ...] = ()
    match name, values:
        case "object.get", [_, key, _]:
            keys = (key,)
        case "object.filter", [_, Collection(_, parts)]:
            if any(part.sources or part.conditions for part in parts):
                return None
            keys = tuple(part.head for part in parts)
        case "object.filter", [_, List(items)]:
            keys = items
        case _:
            return None
    names = [key_of(key) for key in keys]
    return None if any(not isinstance(each, str) for each in names) else tuple(map(str, names))
