"""Settings and exit codes."""

from __future__ import annotations

import json
from collections.abc import Iterator

from evaluator import errors
from evaluator.authoring.reference.markup import code, page, table, text
from evaluator.errors import QinglangError
from evaluator.settings import FILE_NAME, Settings

__all__ = ["configuration_page"]

_EXIT_CODES = (
    ("0", "Complete, and no finding at or above `fail_on`."),
    ("1", "Complete, with such findings, or beyond another threshold that was set."),
    ("2", "Wrong usage or configuration."),
    ("3", "Incomplete, or failed."),
    ("130", "Interrupted; nothing is half-written."),
)


def configuration_page() -> str:
    """Where settings come from, each of them, and what a command exits with."""
    rows = [
        [
            code(name),
            code(f"QINGLANG_{name.upper()}"),
            _default(name),
            text(field.description or ""),
        ]
        for name, field in Settings.model_fields.items()
    ]
    return page(
        "Configuration",
        f"A flag of a command counts before the environment, that before {code(FILE_NAME)} in the "
        "working folder, that before the default. `qinglang init` writes a commented file.",
        "## Settings",
        table(["Setting", "Environment", "Default", "Meaning"], rows),
        "## Exit codes",
        table(["Code", "Meaning"], [[code(number), words] for number, words in _EXIT_CODES]),
        "Errors name what is wrong, the rule that it breaks and the remedy. Their kinds:",
        table(["Error", "Exit code", "Meaning"], list(_errors())),
    )


def _default(name: str) -> str:
    field = Settings.model_fields[name]
    if field.default_factory is not None:
        return "a folder of the user"
    if field.default is None:
        return "unset"
    return code(json.loads(json.dumps(field.default, default=str)))


def _errors() -> Iterator[list[str]]:
    for name in errors.__all__:
        kind = getattr(errors, name)
        if kind is not QinglangError:
            words = (kind.__doc__ or "").strip().splitlines()[0]
            yield [code(name), code(kind.exit_code), text(words)]
