"""Every error that this program raises on purpose.

An error names its offender (which file, option, document), the rule that it breaks, and the
remedy. The command line prints the three and exits with the code of the class; nobody sees a
traceback for something that was foreseen.

::

    QinglangError                 exit 3
    ├── UsageError                exit 2   an option or argument makes no sense
    │   └── ConfigurationError    exit 2   qinglang.toml, an environment variable, a framework
    ├── SnapshotError             exit 3   the snapshot cannot be read as a whole
    │   └── MemoryShortError      exit 3   a query does not fit into the memory that it may use
    ├── BundleError               exit 3   the policy bundle is damaged, stale or unreadable
    ├── JudgeError                exit 3   no judge can answer
    ├── TriageError               exit 3   triage let go of what a control flags
    ├── StoreError                exit 3   the database cannot be read or written
    ├── IdentityError             exit 3   the same run gave another result
    └── ToolError                 exit 3   OPA is missing or failed (authoring only)
"""

from __future__ import annotations

from typing import ClassVar

__all__ = [
    "BundleError",
    "ConfigurationError",
    "IdentityError",
    "JudgeError",
    "MemoryShortError",
    "QinglangError",
    "SnapshotError",
    "StoreError",
    "ToolError",
    "TriageError",
    "UsageError",
]


class QinglangError(Exception):
    """Base of all foreseen errors.

    Args:
        offender: what is wrong, as precisely as it is known ("posts.ndjson line 7").
        rule: what holds for it and was broken.
        remedy: what the reader can do about it; may be empty where there is nothing to do.
    """

    exit_code: ClassVar[int] = 3

    def __init__(self, offender: str, rule: str, remedy: str = "") -> None:
        super().__init__(offender, rule, remedy)
        self.offender = offender
        self.rule = rule
        self.remedy = remedy

    def __str__(self) -> str:
        """Offender and rule in one sentence, the remedy in a second."""
        text = f"{self.offender}: {self.rule}"
        return f"{text}. {self.remedy}" if self.remedy else text


class UsageError(QinglangError):
    """An option or an argument that makes no sense."""

    exit_code = 2


class ConfigurationError(UsageError):
    """A setting (file, environment, framework) that is unknown or of a wrong type."""


class SnapshotError(QinglangError):
    """A snapshot that cannot be read as a whole."""


class MemoryShortError(SnapshotError):
    """A query that does not fit into the memory that it may use."""


class BundleError(QinglangError):
    """A policy bundle that is damaged, stale, or of another version."""


class JudgeError(QinglangError):
    """A judge that cannot answer at all (not: a document that it cannot decide)."""


class TriageError(QinglangError):
    """A subject that triage let go and a control flags: an error of this program."""


class StoreError(QinglangError):
    """A database that cannot be opened, read or written."""


class IdentityError(QinglangError):
    """A repeated run whose digests differ from those recorded: an error of this program."""


class ToolError(QinglangError):
    """An external tool (OPA) that is missing or failed."""
