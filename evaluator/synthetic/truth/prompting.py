"""What the document of the platform is made of: rows of all blocks, and counts over all posts."""

from __future__ import annotations

from evaluator.synthetic.truth.completions import Document
from evaluator.synthetic.truth.documents import Documents
from evaluator.synthetic.truth.words import Row, live

__all__ = ["PlatformRows"]

TABLES = ("capabilities", "negative_lists", "education", "rectifications")
#: What a post says of the prompt -> where it is counted.
COUNTED = {True: "shown", False: "not_shown", None: "unknown"}


class PlatformRows:
    """Gathers the rows of one block after another.

    Args:
        window: first and last moment of the posts that are counted.
    """

    def __init__(self, window: tuple[int, int]) -> None:
        self._window = window
        self._rows: dict[str, list[Row]] = {table: [] for table in TABLES}
        self._prompting: dict[str, dict[str, int]] = {}

    def add(self, documents: Documents) -> None:
        """Take in the rows of a block."""
        for table, rows in self._rows.items():
            rows.extend(documents.rows(table))
        first, last = self._window
        for post in documents.rows("posts"):
            if live(post) and post["origin"] != "repost" and first <= post["published_at"] <= last:
                counts = self._prompting.setdefault(
                    post["publish_channel"] or "unknown",
                    {"posts": 0, "shown": 0, "not_shown": 0, "unknown": 0},
                )
                counts["posts"] += 1
                counts[COUNTED[post["label_prompt_shown"]]] += 1

    def document(self) -> Document:
        """The platform's document."""
        prompting = [
            {"publish_channel": channel, **counts} for channel, counts in self._prompting.items()
        ]
        return {**self._rows, "prompting": prompting, "unknown": []}
