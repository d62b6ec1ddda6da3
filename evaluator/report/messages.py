"""Messages of findings: a control's template over the facts of one finding.

Templates are data of a bundle and facts are data of a platform, so nothing in either may break a
run: a placeholder without a fact is an unknown fact, and facts are never read as templates.
"""

from __future__ import annotations

import re
from typing import Final

from evaluator.model import Control, Fact, Facts
from evaluator.report.base import Language
from evaluator.report.labels import label
from evaluator.report.local_time import local_time

__all__ = ["fact_text", "is_time", "message"]

_PLACEHOLDER: Final = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)\}")
_TIME_ENDINGS: Final = ("_at", "_ts", "_from", "_to", "_until")


def message(control: Control, facts: Facts, lang: Language) -> str:
    """The control's message in ``lang``, its placeholders filled; what is not known says so."""
    template = control.messages.get(lang) or control.messages.get("en") or control.title

    def value(found: re.Match[str]) -> str:
        name = found.group(1)
        return fact_text(name, facts[name], lang) if name in facts else label("unknown", lang)

    return _PLACEHOLDER.sub(value, template)


def fact_text(name: str, value: Fact, lang: Language) -> str:
    """A fact as a reader sees it: times with their offset, yes or no, anything else as it is."""
    if isinstance(value, bool):
        return label("yes" if value else "no", lang)
    return local_time(value) if isinstance(value, int) and is_time(name) else str(value)


def is_time(name: str) -> bool:
    """Whether a fact, column or parameter of this name holds epoch seconds."""
    return name in {"at", "campaign_start", "campaign_end"} or name.endswith(_TIME_ENDINGS)
