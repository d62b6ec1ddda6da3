"""What the package offers."""

from __future__ import annotations

from evaluator import report


def test_exports() -> None:
    """What the package exports is sorted and there."""
    order = sorted(report.__all__, key=lambda name: (not name.isupper(), name[0].islower(), name))
    assert order == report.__all__
    assert all(hasattr(report, name) for name in report.__all__)
