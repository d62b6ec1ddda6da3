"""One error may stand for several, and none of them is lost."""

from __future__ import annotations

import pytest

from evaluator.authoring.faults import PolicyFaultsError, each_fault, raise_faults
from evaluator.errors import ConfigurationError, ToolError

FIRST = ConfigurationError("a.yaml line 1", "is wrong", "Correct it.")
SECOND = ConfigurationError("b.yaml line 2", "is worse")


def test_none_and_one() -> None:
    """No fault is no error, and a single one is raised as it is."""
    raise_faults([])
    with pytest.raises(ToolError) as caught:
        raise_faults([ToolError("opa", "failed")])
    assert each_fault(caught.value) == [caught.value]


def test_several() -> None:
    """The first is told in full, the others with place and rule; all can be had again."""
    with pytest.raises(PolicyFaultsError) as inner:
        raise_faults([FIRST, SECOND])
    assert str(inner.value) == "a.yaml line 1: is wrong\n  b.yaml line 2: is worse. Correct it."
    third = ConfigurationError("c.yaml", "is absent")
    with pytest.raises(PolicyFaultsError) as outer:
        raise_faults([inner.value, third])
    assert each_fault(outer.value) == [FIRST, SECOND, third]
    assert outer.value.exit_code == 2
