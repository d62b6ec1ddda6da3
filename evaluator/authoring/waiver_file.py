"""The file of waivers: YAML under version control, in a closed schema."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from evaluator.authoring.yaml_source import YamlSource, read_yaml
from evaluator.errors import ConfigurationError
from evaluator.model import Control
from evaluator.report import Waiver
from evaluator.settings import Settings

__all__ = ["configured_waivers", "read_waivers"]

_TEXT: Final[Mapping[str, Any]] = {"type": "string", "required": True, "regex": r"(?s).*\S.*"}
_SCHEMA: Final[Mapping[str, Any]] = {
    "waivers": {
        "type": "list",
        "required": True,
        "schema": {
            "type": "dict",
            "schema": {
                "id": {**_TEXT, "regex": r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"},
                "control": _TEXT,
                "direction": {"allowed": ["under", "over", "privacy"], "required": True},
                "subject": {"type": "string", "minlength": 1},
                "cause": {"type": "dict", "minlength": 1},
                "reason": _TEXT,
                "owner": _TEXT,
                "approver": _TEXT,
                "basis": _TEXT,
                "from": {"type": "date", "required": True},
                "until": {"type": "date", "required": True},
            },
        },
    }
}


def configured_waivers(
    settings: Settings, controls: Mapping[str, Control]
) -> tuple[Waiver, ...] | None:
    """The waivers of the settings' file; None where they name none.

    Raises:
        ConfigurationError: as `read_waivers`.
    """
    return None if settings.waivers is None else read_waivers(settings.waivers, controls)


def read_waivers(path: Path, controls: Mapping[str, Control]) -> tuple[Waiver, ...]:
    """Read a file of waivers.

    Args:
        path: the file.
        controls: the controls that there are; a waiver may name one by a code that it had before.

    Raises:
        ConfigurationError: with file, line and key: an unknown key, a control that does not exist,
            another direction than the control's, days in the wrong order, an id that is taken.
    """
    source = read_yaml(path.resolve())
    source.check(_SCHEMA)
    known = {code: one for one in controls.values() for code in (one.code, *one.aliases)}
    waivers: dict[str, Waiver] = {}
    for index, body in enumerate(source.value["waivers"]):
        waiver = _waiver(source, index, body, known)
        if waiver.waiver_id in waivers:
            raise _fault(source, (index, "id"), f"id: {waiver.waiver_id!r} is taken")
        waivers[waiver.waiver_id] = waiver
    return tuple(waivers.values())


def _waiver(
    source: YamlSource, index: int, body: Mapping[str, Any], known: Mapping[str, Control]
) -> Waiver:
    control = known.get(body["control"])
    if control is None:
        raise _fault(source, (index, "control"), f"there is no control {body['control']!r}")
    if body["direction"] != control.direction:
        rule = f"direction: {control.code} finds {control.direction}, not {body['direction']}"
        raise _fault(source, (index, "direction"), rule)
    first, last = body["from"], body["until"]
    if isinstance(first, datetime) or isinstance(last, datetime):
        raise _fault(source, (index, "from"), "from and until must be days, such as 2025-08-01")
    if last < first:
        raise _fault(source, (index, "until"), f"until {last} lies before from {first}")
    return Waiver(
        waiver_id=body["id"],
        codes=frozenset((control.code, *control.aliases)),
        control=control.code,
        direction=body["direction"],
        subject=body.get("subject"),
        cause=body.get("cause", {}),
        reason=body["reason"],
        owner=body["owner"],
        approver=body["approver"],
        basis=body["basis"],
        first=first,
        last=last,
        place=source.place(("waivers", index)),
    )


def _fault(source: YamlSource, keys: tuple[str | int, ...], rule: str) -> ConfigurationError:
    return ConfigurationError(
        source.place(("waivers", *keys)), rule, "Correct the file of waivers."
    )
