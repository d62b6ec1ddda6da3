"""Faults in YAML are told with folder, file, line and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluator.authoring.yaml_source import read_yaml
from evaluator.errors import ConfigurationError

SCHEMA = {
    "name": {"type": "string", "required": True},
    "rows": {"type": "list", "schema": {"type": "dict", "schema": {"x": {"type": "integer"}}}},
}


def _write(folder: Path, text: str) -> Path:
    path = folder / "here" / "some.yaml"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    return path


def test_places(tmp_path: Path) -> None:
    """Keys and items have lines; what is not there has the line of what it would stand in."""
    source = read_yaml(_write(tmp_path, "name: x\nrows:\n  - x: 1\n  - x: 2\n"))
    assert source.value == {"name": "x", "rows": [{"x": 1}, {"x": 2}]}
    assert source.place(("rows", 1, "x")) == "here/some.yaml line 4"
    assert source.place(("rows", 1, "y", "z")) == "here/some.yaml line 4"
    assert source.place(("other",)) == "here/some.yaml line 1"


def test_a_good_file(tmp_path: Path) -> None:
    """Nothing is told of a file that follows its schema."""
    source = read_yaml(_write(tmp_path, "name: x\nrows: [{x: 1}]\n"))
    source.check(SCHEMA)
    assert source.value["rows"] == [{"x": 1}]


def test_every_fault_is_told(tmp_path: Path) -> None:
    """All faults at once, each with its place."""
    source = read_yaml(_write(tmp_path, "rows:\n  - x: a\n  - y: 2\nextra: 1\n"))
    with pytest.raises(ConfigurationError) as caught:
        source.check(SCHEMA)
    assert caught.value.offender == "here/some.yaml"
    assert set(caught.value.rule.splitlines()) == {
        "does not follow its schema:",
        "  here/some.yaml line 1: name: required field",
        "  here/some.yaml line 2: rows.0.x: must be of integer type",
        "  here/some.yaml line 3: rows.1.y: unknown field",
        "  here/some.yaml line 4: extra: unknown field",
    }


@pytest.mark.parametrize("text", ["", "- x\n", "x\n"])
def test_no_mapping(tmp_path: Path, text: str) -> None:
    """An empty file, a list or a word is no mapping."""
    with pytest.raises(ConfigurationError, match="must be a mapping of keys to values"):
        read_yaml(_write(tmp_path, text)).check(SCHEMA)


def test_repeated_key(tmp_path: Path) -> None:
    """YAML would take the last of two; here the second is an error with both lines."""
    with pytest.raises(ConfigurationError) as caught:
        read_yaml(_write(tmp_path, "name: x\nrows: []\nname: y\n"))
    assert caught.value.offender == "here/some.yaml line 3"
    assert caught.value.rule == "repeats the key name, which stands on line 1 already"
    assert caught.value.remedy == "Keep one of them."


def test_no_yaml(tmp_path: Path) -> None:
    """What does not parse is told with YAML's own words."""
    with pytest.raises(ConfigurationError, match="is no YAML: "):
        read_yaml(_write(tmp_path, "a: [1\n"))


def test_no_utf8(tmp_path: Path) -> None:
    """Bytes of another encoding are told as such."""
    path = _write(tmp_path, "")
    path.write_bytes(b"a: \xff\n")
    with pytest.raises(ConfigurationError, match="is no YAML: "):
        read_yaml(path)


def test_no_file(tmp_path: Path) -> None:
    """A file that is not there is named with the system's reason."""
    with pytest.raises(ConfigurationError, match=r"cannot be read \(No such file or directory\)"):
        read_yaml(tmp_path / "none.yaml")
