"""Settings, and the allowance for rows in quarantine."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from evaluator.errors import ConfigurationError
from evaluator.settings import Allowance, Settings, load_settings


@pytest.fixture(autouse=True)
def _nothing_around(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in os.environ:
        if name.startswith("QINGLANG_"):
            monkeypatch.delenv(name)


@pytest.mark.parametrize(
    ("text", "count", "total", "covered"),
    [
        ("0", 0, 10, True),
        ("0", 1, 10, False),
        ("300", 300, 10, True),
        ("300", 301, 1_000_000, False),
        ("10%", 1, 10, True),
        ("10%", 2, 19, False),
        ("0.1%", 1, 1_000, True),
        ("0.1%", 1, 999, False),
        ("100%", 5, 5, True),
        ("0%", 0, 0, True),
    ],
)
def test_allowance(text: str, count: int, total: int, *, covered: bool) -> None:
    """A number of rows, or an exact share of them."""
    assert Allowance.parse(text).covers(count, total) is covered


@pytest.mark.parametrize("text", ["", "-1", "1.5", "%", "101%", "ten", "1e3", "5 %%"])
def test_no_allowance(text: str) -> None:
    """Anything else is refused when the settings are loaded."""
    with pytest.raises(ConfigurationError, match="setting max_quarantined"):
        load_settings(max_quarantined=text)


def test_flags_that_are_none_are_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """A flag that was not set leaves the environment in force."""
    monkeypatch.setenv("QINGLANG_THREADS", "3")
    assert load_settings(threads=None).thread_count == 3
    assert load_settings(threads=5).thread_count == 5


def test_threads_are_the_cores() -> None:
    """Unset means one thread a core that this process may use."""
    assert load_settings().thread_count == len(os.sched_getaffinity(0))


def test_home_is_expanded() -> None:
    """A path in the file may begin with the home folder."""
    assert load_settings(cache_dir="~/x").cache_dir == Path.home() / "x"


def test_sizes_are_words() -> None:
    """The limit of the cache is written as people write sizes."""
    assert load_settings(cache_limit="3MiB").cache_limit == 3 * 2**20


def test_settings_cannot_be_changed() -> None:
    """What is in force stays so for the whole run."""
    settings = Settings()
    with pytest.raises(ValueError, match="frozen"):
        settings.lang = "zh"  # type: ignore[misc] # that is the point
