"""Text that a platform's users could have written to break reports."""

from __future__ import annotations

__all__ = ["HOSTILE"]

HOSTILE = (
    "</title><script>alert(1)</script>",
    "]]></failure><x>&amp;",
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "| a | [x](javascript:y) **b** `c` <img src=x>",
    "%0A::error::x\n::warning::y",
    "\x00\x1b[31m\u202e\ufffe",
    "谣言“辟谣”",
)
