"""Lines never exceed their width, lose nothing, and respect Chinese."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from evaluator.report.layout import Cell, Column, columns, hanging, labelled_lines, wrapped

TEXTS = st.text("ab -_.,（）“”，。：；中文字é", max_size=60)  # noqa: RUF001


@given(text=TEXTS, width=st.integers(2, 30))
def test_wrapping_loses_nothing_but_spaces(text: str, width: int) -> None:
    """All lines fit, and only spaces at line ends go."""
    lines = wrapped(text, width)
    assert all(cell_len(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    if cell_len(text) <= width:
        assert lines == [text.rstrip(" ")]


def test_words_and_characters() -> None:
    """Words stay whole, Chinese breaks anywhere but before its closing marks."""
    assert wrapped("one two three", 8) == ["one two", "three"]
    assert wrapped("裁定已认定，内容不实", 10) == ["裁定已认", "定，内容不", "实"]  # noqa: RUF001
    assert wrapped("见（甲）乙", 6) == ["见", "（甲）", "乙"]  # noqa: RUF001


def test_long_ids_fold() -> None:
    """What is longer than a line is folded, not cut."""
    assert wrapped("id " + "x" * 12, 5) == ["id", "xxxxx", "xxxxx", "xx"]


def test_line_breaks_are_kept() -> None:
    """Lines of a text stay lines; an empty text is one empty line."""
    assert wrapped("a\nb", 10) == ["a", "b"]
    assert wrapped("", 10) == [""]


def test_hanging() -> None:
    """Further lines begin below the first one."""
    lines = [line.plain for line in hanging([Cell("中 ")], Cell("one two"), 6)]
    assert lines == ["中 one", "   two"]


def test_columns() -> None:
    """Numbers stand right, texts left; a short row ends in a cell with all the room."""
    shape = [Column("Name"), Column("Long\nheading", number=True), Column("N", number=True)]
    rows = [
        [Cell("中文"), Cell("1,000"), Cell("7")],
        [Cell("b"), Cell("a reason that is rather long")],
    ]
    assert [line.plain for line in columns(shape, rows, 24, "-")] == [
        "         Long",
        "Name  heading  N",
        "-" * 16,
        "中文    1,000  7",
        "b     a reason that is",
        "      rather long",
    ]


@given(numbers=st.lists(st.integers(0, 10**18), min_size=1, max_size=4), width=st.integers(0, 120))
def test_numbers_are_never_cut(numbers: list[int], width: int) -> None:
    """However narrow the terminal, each number stands whole on one line."""
    shape = [Column("text"), *(Column("n", number=True) for _ in numbers)]
    row = [Cell("word " * 10), *(Cell(f"{number:,}") for number in numbers)]
    lines = [line.plain for line in columns(shape, [row], width, "-")]
    assert lines[2].split()[-len(numbers) :] == [f"{number:,}" for number in numbers]


def test_labelled_lines() -> None:
    """The key stands once; its lines are aligned, also beside a wide key."""
    lines = [line.plain for line in labelled_lines("键", 4, ["one", "two three"], 11)]
    assert lines == ["键    one", "      two", "      three"]
