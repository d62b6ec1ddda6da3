"""Causes are counted exactly, or the largest of them are; directions weigh the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from evaluator.model import Finding
from evaluator.report.causes import count_causes

MakeFinding = Callable[..., Finding]


def _finding(control: str, account: int, direction: str, severity: str = "low") -> Finding:
    cause = {"account_id": account}
    return Finding(
        "0", control, f"{control}-{account}", None, {}, {}, severity, direction, "state", cause
    )


def test_largest_first(make_finding: MakeFinding) -> None:
    """Causes come by their number of findings; the example is the first finding."""
    findings = [make_finding("ANN-12", f"p{number}", {}, {}) for number in range(3)]
    findings += [
        make_finding("ANN-01", f"q{number}", {}, {"post.account_id": "a"}) for number in range(5)
    ]
    causes = count_causes(lambda: iter(findings), shown=10)
    assert [(cause.control, cause.count) for cause in causes.largest] == [
        ("ANN-01", 5),
        ("ANN-12", 3),
    ]
    assert [cause.example.subject_id for cause in causes.largest] == ["q0", "p0"]
    assert [cause.facts for cause in causes.largest] == [{"post.account_id": "a"}, {}]
    assert (causes.number, causes.exact, causes.total) == (2, True, 8)


def test_graver_first() -> None:
    """Of two causes with as many findings the graver one comes first."""
    findings = [_finding("A", 1, "under", "low"), _finding("B", 1, "under", "high")]
    causes = count_causes(lambda: iter(findings), shown=10)
    assert [cause.control for cause in causes.largest] == ["B", "A"]


def test_order_of_facts_does_not_matter(make_finding: MakeFinding) -> None:
    """A cause is an object: the order of its facts is nothing."""
    findings = [
        make_finding("CER-04", "a", {}, {"field": "law", "grant": "g"}),
        make_finding("CER-04", "b", {}, {"grant": "g", "field": "law"}),
    ]
    assert count_causes(lambda: iter(findings), shown=10).largest[0].count == 2


def test_directions_share_the_lines() -> None:
    """A thousand causes of one direction leave room for the few of the others."""
    findings = [_finding("A", account, "under") for account in range(1_000) for _ in range(3)]
    findings += [_finding("B", 1, "over"), _finding("C", 1, "privacy"), _finding("C", 2, "privacy")]
    causes = count_causes(lambda: iter(findings), shown=6, tracked=10)
    assert Counter(cause.direction for cause in causes.largest) == {
        "under": 3,
        "over": 1,
        "privacy": 2,
    }
    assert (causes.number, causes.exact) == (10, False)


@given(
    drawn=st.lists(
        st.tuples(st.sampled_from(["under", "over", "privacy"]), st.integers(0, 12)), max_size=120
    ),
    tracked=st.integers(1, 8),
)
def test_against_an_exact_count(drawn: list[tuple[str, int]], tracked: int) -> None:
    """What is shown is counted exactly, and no cause that is large enough is missed."""
    findings = [_finding("A", account, direction) for direction, account in drawn]
    exact = Counter(drawn)
    causes = count_causes(lambda: iter(findings), shown=1_000, tracked=tracked)
    shown = {
        (cause.direction, int(cause.facts["account_id"])): cause.count for cause in causes.largest
    }
    assert causes.total == len(drawn)
    assert shown.items() <= exact.items()
    totals = Counter(direction for direction, _ in drawn)
    for key, count in exact.items():
        if count * (tracked + 1) > totals[key[0]]:
            assert shown[key] == count
    if causes.exact:
        assert shown == exact
        assert causes.number == len(exact)
    else:
        assert causes.number < len(exact)
