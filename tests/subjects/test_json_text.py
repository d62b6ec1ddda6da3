"""The SQL of documents holds for whatever columns a contract has."""

from __future__ import annotations

import json
from typing import Any

import pytest

from evaluator.bundle import Column, Kind
from evaluator.subjects.json_text import document_text


def column(name: str, kind: Kind, *, required: bool = False, **rules: Any) -> Column:
    """A column with these rules."""
    return Column(name, kind, required, None, ahead=False, description="", rules=rules)


ROOT = {"id": column("id", Kind.IDENTIFIER, required=True)}


def written(world: Any, branches: dict[str, dict[str, Column]], rows: str) -> dict[str, Any]:
    """The document of a row that is written as SQL."""
    text = document_text({"root": ROOT, **branches}, {"rows"})
    row = f"SELECT {{'id': 'x'}} AS root, []::VARCHAR[] AS unknown, {rows}"
    return dict(json.loads(world.warehouse.value(f"SELECT {text} FROM ({row})")))  # noqa: S608


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ("{'a': NULL, 'b': NULL}", {}),
        ("{'a': 1, 'b': NULL}", {"a": 1}),
        ("{'a': NULL, 'b': true}", {"b": True}),
    ],
)
def test_columns_may_all_be_optional(world: Any, cells: str, expected: dict[str, Any]) -> None:
    """The first that is there begins the object."""
    columns = {"a": column("a", Kind.NUMBER), "b": column("b", Kind.FLAG)}
    document = written(
        world, {"part": columns, "rows": columns}, f"{cells} AS part, [{cells}] AS rows"
    )
    assert document == {"root": {"id": "x"}, "part": expected, "rows": [expected]}


def test_words_of_an_enumeration_are_escaped_where_they_need_it(world: Any) -> None:
    """A contract may allow any text."""
    columns = {"word": column("word", Kind.ENUMERATION, allowed=["plain", 'a "quoted" one'])}
    document = written(world, {"part": columns}, "{'word': 'a \"quoted\" one'} AS part")
    assert document["part"] == {"word": 'a "quoted" one'}


def test_an_object_that_is_null_is_left_out(world: Any) -> None:
    """A parent that is none or unknown has no key."""
    columns = {"a": column("a", Kind.NUMBER)}
    assert written(world, {"part": columns}, "NULL::STRUCT(a BIGINT) AS part").keys() == {"root"}
