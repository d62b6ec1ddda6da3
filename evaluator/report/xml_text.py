"""Text that any XML parser takes: what XML has no way to write becomes a visible escape."""

from __future__ import annotations

import re
from typing import Final

from evaluator.report.terminal import visible

__all__ = ["xml_text"]

_FORBIDDEN: Final = re.compile("[\ufffe\uffff\ud800-\udfff]")


def xml_text(text: str) -> str:
    r"""``text`` with control characters and characters that XML forbids as escapes (``\x1b``)."""
    return _FORBIDDEN.sub(lambda found: repr(found.group())[1:-1], visible(text))
