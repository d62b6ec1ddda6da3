"""What all sections of the console report share: language, width, and how a section begins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from rich.text import Text

from evaluator.report.base import Language
from evaluator.report.labels import counted, label

__all__ = ["INDENT", "SEVERITY_STYLES", "Page", "indented"]

#: Columns that the contents of a section stand in from its heading.
INDENT: Final = 2

SEVERITY_STYLES: Final = {"high": "red", "medium": "yellow", "low": "cyan"}


@dataclass(frozen=True, slots=True)
class Page:
    """Where a section is laid out."""

    lang: Language
    #: Columns of the terminal.
    width: int
    #: Character that a horizontal line is made of.
    rule: str
    #: Causes that are shown at most.
    causes: int

    @property
    def room(self) -> int:
        """Columns for the contents of a section."""
        return self.width - INDENT

    def words(self, key: str, **values: str | int) -> str:
        """The label in the language of the page."""
        return label(key, self.lang, **values)

    def counted(self, key: str, count: int) -> str:
        """A number and what it counts in the language of the page."""
        return counted(key, count, self.lang)

    def joined(self, parts: Iterable[str], by: str = "comma") -> str:
        """The parts with commas (or another label) between them."""
        return self.words(by).join(parts)

    def heading(self, key: str, *details: str) -> Text:
        """The heading of a section, with what it comes to."""
        text = Text(self.words(key), "bold")
        if details:
            text.append(self.words("colon") + self.joined(details, by="clause"), "not bold")
        return text


def indented(lines: Iterable[Text]) -> Iterator[Text]:
    """The lines, set in below their heading."""
    for line in lines:
        yield Text(" " * INDENT).append_text(line)
