"""The campaign file: which platforms are looked at, on which days, and where what is found goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from evaluator.authoring.yaml_source import YamlSource, read_yaml
from evaluator.errors import ConfigurationError

__all__ = ["EXAMPLE", "FILE_NAME", "Campaign", "Platform", "read_campaign"]

FILE_NAME: Final = "campaign.yaml"
#: What a path of snapshots must hold: the day, as 2025-07-24.
DATE: Final = "{date}"

#: What `qinglang campaign init` writes.
EXAMPLE: Final = """\
# A campaign: every day of its window, for each platform. Paths are relative to this file.

# Findings are recorded under this name, as a series of their own.
name: qinglang-2025

# The days that are looked at, the last one included, as the notice has them.
window: {from: 2025-07-24, to: 2025-09-23}
time_zone: Asia/Shanghai

# A day's snapshot has an as_of on that day. When it is expected to be there, on the clock of the
# time zone, and after how many hours more a day without it is a gap.
due: "06:00"
deadline_hours: 24

# Where the snapshot of each day lies; {date} becomes 2025-07-24.
platforms:
  - id: platform-1
    snapshots: snapshots/platform-1/{date}

# Database of the findings.
db: sqlite:///campaign.db

# Findings that need not be cured (left out: none).
# waivers: waivers.yaml

# The policy bundle, and whose signature it must have: remove the # to run a campaign on nothing but
# policies that were released to it. Without a bundle the one that ships is used; it is not signed.
# bundle: policies.tar.gz
# trusted_keys: keys
# require_signed: true
"""

_SCHEMA: Final[Mapping[str, Any]] = {
    "name": {"type": "string", "required": True, "regex": r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"},
    "window": {
        "type": "dict",
        "required": True,
        "schema": {
            "from": {"type": "date", "required": True},
            "to": {"type": "date", "required": True},
        },
    },
    "time_zone": {"type": "string", "required": True},
    "due": {"type": "string", "required": True, "regex": r"^([01]\d|2[0-3]):[0-5]\d$"},
    "deadline_hours": {"type": "integer", "required": True, "min": 0, "max": 24 * 366},
    "platforms": {
        "type": "list",
        "required": True,
        "minlength": 1,
        "schema": {
            "type": "dict",
            "schema": {
                "id": {"type": "string", "required": True, "minlength": 1},
                "snapshots": {"type": "string", "required": True, "minlength": 1},
            },
        },
    },
    "db": {"type": "string", "required": True, "minlength": 1},
    "bundle": {"type": "string", "minlength": 1},
    "waivers": {"type": "string", "minlength": 1},
    "trusted_keys": {"type": "string", "minlength": 1},
    "require_signed": {"type": "boolean"},
}


@dataclass(frozen=True, slots=True)
class Platform:
    """One platform of a campaign."""

    platform_id: str
    #: Path of a day's snapshot, with ``{date}`` for the day.
    pattern: str

    def snapshot(self, day: date) -> Path:
        """Where the snapshot of a day lies."""
        return Path(self.pattern.replace(DATE, day.isoformat()))


@dataclass(frozen=True, slots=True)
class Campaign:
    """What a campaign file says."""

    name: str
    first: date
    #: The last day, which is included.
    last: date
    zone: ZoneInfo
    #: When the snapshot of a day is expected.
    due: time
    deadline_hours: int
    platforms: tuple[Platform, ...]
    db: str
    bundle: Path | None
    #: File of waivers.
    waivers: Path | None
    #: Key or folder of keys, as the setting of this name.
    trusted_keys: Path | None
    require_signed: bool


def read_campaign(path: Path) -> Campaign:
    """Read a campaign file.

    Raises:
        ConfigurationError: with file, line and key: an unknown key, a value of a wrong type, a
            window that ends before it begins, a platform that is there twice, a path of snapshots
            that is the same on every day, a time zone that does not exist.
    """
    source = read_yaml(path.resolve())
    source.check(_SCHEMA)
    body = source.value
    first, last = body["window"]["from"], body["window"]["to"]
    if isinstance(first, datetime) or isinstance(last, datetime):
        raise _fault(source, ("window",), "window must be of days, such as 2025-07-24")
    if isinstance(body["deadline_hours"], bool):
        raise _fault(source, ("deadline_hours",), "deadline_hours: must be of integer type")
    if last < first:
        raise _fault(source, ("window",), f"window ends on {last}, before it begins on {first}")
    folder = path.resolve().parent
    return Campaign(
        name=body["name"],
        first=first,
        last=last,
        zone=_zone(source, body["time_zone"]),
        due=time.fromisoformat(body["due"]),
        deadline_hours=body["deadline_hours"],
        platforms=_platforms(source, folder, body["platforms"]),
        db=_database(folder, body["db"]),
        bundle=_beside(folder, body.get("bundle")),
        waivers=_beside(folder, body.get("waivers")),
        trusted_keys=_beside(folder, body.get("trusted_keys")),
        require_signed=body.get("require_signed", False),
    )


def _fault(source: YamlSource, keys: tuple[str | int, ...], rule: str) -> ConfigurationError:
    return ConfigurationError(source.place(keys), rule, "Correct the campaign file.")


def _zone(source: YamlSource, name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        rule = f"time_zone: there is no time zone {name!r}"
        raise _fault(source, ("time_zone",), rule) from error


def _platforms(source: YamlSource, folder: Path, listed: list[Any]) -> tuple[Platform, ...]:
    platforms: dict[str, Platform] = {}
    for index, body in enumerate(listed):
        place = ("platforms", index)
        if body["id"] in platforms:
            raise _fault(source, (*place, "id"), f"platforms: {body['id']!r} is there twice")
        if DATE not in body["snapshots"]:
            rule = f"platforms.{index}.snapshots must hold {DATE}: each day has its own snapshot"
            raise _fault(source, (*place, "snapshots"), rule)
        platforms[body["id"]] = Platform(body["id"], str(folder / body["snapshots"]))
    return tuple(platforms.values())


def _beside(folder: Path, name: str | None) -> Path | None:
    return None if name is None else folder / name


def _database(folder: Path, url: str) -> str:
    """The URL; the file of a relative one lies beside the campaign file."""
    scheme = "sqlite:///"
    if url.startswith(scheme) and not url.startswith(f"{scheme}/") and ":memory:" not in url:
        return f"{scheme}{folder / url.removeprefix(scheme)}"
    return url
