"""How reference pages are written: headings, tables, code, links; all in plain Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from evaluator.report.markdown import markdown_table, markdown_text

__all__ = ["NOTE", "Pages", "code", "codes", "link", "page", "table", "text"]

#: Path below the reference's folder -> Markdown.
Pages = Mapping[str, str]

#: First line of every page.
NOTE = "<!-- Made by `make docs`; change what it is made from. -->"


def page(title: str, *parts: str | Sequence[str]) -> str:
    """A page of paragraphs and blocks of lines, with its title."""
    blocks = [part if isinstance(part, str) else "\n".join(part) for part in parts]
    return "\n\n".join([NOTE, f"# {title}", *(block for block in blocks if block)]) + "\n"


def text(words: str) -> str:
    """Words that show as they are."""
    return markdown_text(words)


def code(words: object) -> str:
    """Words in the form of code; they may stand in a cell of a table."""
    return f"`{str(words).replace('|', chr(92) + '|')}`"


def codes(words: Iterable[object]) -> str:
    """Several of them, or a dash."""
    return ", ".join(map(code, words)) or "-"


def link(words: str, place: str) -> str:
    """A link to another page, relative to the page it stands on."""
    return f"[{words}]({place})"


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """A table of text columns; the cells are Markdown already."""
    return markdown_table(headings, rows, len(headings))
