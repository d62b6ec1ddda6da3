"""``qinglang init``: a commented configuration file, written from the settings themselves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from evaluator.cli.boundary import note
from evaluator.errors import UsageError

__all__ = ["configuration_text", "init"]


def configuration_text() -> str:
    """All settings with their meaning and default, commented out, as TOML."""
    from evaluator.settings import FILE_NAME, Settings

    lines = [
        f"# {FILE_NAME}: settings of qinglang, read from the folder in which it is called.",
        "# A flag on the command line comes first, then the environment variable QINGLANG_<NAME>,",
        "# then this file, then the default that stands here. Remove the # to change a value.",
    ]
    for name, field in Settings.model_fields.items():
        default = field.get_default(call_default_factory=True, validated_data={})
        lines += ["", f"# {field.description}"]
        if default is None:
            example = (field.examples or [""])[0]
            lines.append(f"# {name} = {_toml(example)}  # an example")
        else:
            lines.append(f"# {name} = {_toml(default)}")
    return "\n".join(lines) + "\n"


def _toml(value: Any) -> str:  # noqa: ANN401 (defaults are of every type)
    from pydantic import ByteSize

    if isinstance(value, ByteSize):
        value = value.human_readable(separator="")
    elif isinstance(value, Path):
        value = str(value).replace(str(Path.home()), "~")
    return json.dumps(value)


def init(
    folder: Annotated[Path, typer.Argument(help="Folder to write the file into.")] = Path(),
    *,
    force: Annotated[bool, typer.Option("--force", help="Overwrite an existing file.")] = False,
) -> None:
    """Write a commented qinglang.toml with every setting."""
    from evaluator.settings import FILE_NAME

    target = folder / FILE_NAME
    if target.exists() and not force:
        raise UsageError(str(target), "exists already", "Add --force to overwrite it.")
    try:
        target.write_text(configuration_text(), encoding="utf-8")
    except OSError as error:
        raise UsageError(
            str(target), f"cannot be written ({error.strerror})", "Name a folder that can be."
        ) from error
    note(f"wrote {target}")
