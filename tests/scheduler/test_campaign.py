"""The campaign file: what it says, and what is said where it is wrong."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest

from evaluator.errors import ConfigurationError
from scheduler.campaign import EXAMPLE, read_campaign


def _written(folder: Path, text: str) -> Path:
    file = folder / "campaign.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_the_example_is_sound(tmp_path: Path) -> None:
    """What `campaign init` writes can be read as it is; paths lie beside it."""
    campaign = read_campaign(_written(tmp_path, EXAMPLE))
    assert (campaign.first, campaign.last) == (date(2025, 7, 24), date(2025, 9, 23))
    assert (campaign.due, campaign.zone.key) == (time(6), "Asia/Shanghai")
    (platform,) = campaign.platforms
    place = tmp_path / "snapshots" / "platform-1" / "2025-08-01"
    assert platform.snapshot(date(2025, 8, 1)) == place
    assert campaign.db == f"sqlite:///{tmp_path / 'campaign.db'}"
    assert (campaign.bundle, campaign.trusted_keys, campaign.require_signed) == (None, None, False)


def test_signed_policies(tmp_path: Path) -> None:
    """What stands in the example as a comment is what a campaign on released policies says."""
    lines = [
        line.removeprefix("# ")
        if line.startswith(("# bundle", "# waivers", "# trusted", "# require"))
        else line
        for line in EXAMPLE.splitlines()
    ]
    campaign = read_campaign(_written(tmp_path, "\n".join(lines)))
    assert campaign.bundle == tmp_path / "policies.tar.gz"
    assert campaign.trusted_keys == tmp_path / "keys"
    assert campaign.waivers == tmp_path / "waivers.yaml"
    assert campaign.require_signed


def test_places_that_are_not_relative_stay(tmp_path: Path) -> None:
    """A server's URL and an absolute path are taken as they are."""
    text = EXAMPLE.replace("sqlite:///campaign.db", "postgresql://u@h/n")
    campaign = read_campaign(_written(tmp_path, text.replace("snapshots/platform-1", "/data/one")))
    assert campaign.db == "postgresql://u@h/n"
    assert campaign.platforms[0].snapshot(date(2025, 8, 1)) == Path("/data/one/2025-08-01")


@pytest.mark.parametrize(
    ("old", "new", "line", "rule"),
    [
        ("due:", "do:", 12, "do: unknown field"),
        ("to: 2025-09-23", "to: 2025-07-23", 7, "window ends on 2025-07-23, before it begins"),
        ("to: 2025-09-23", "to: 2025-09-23T00:00:00Z", 7, "window must be of days"),
        ("to: 2025-09-23", "to: soon", 7, "window.to: must be of date type"),
        ("Asia/Shanghai", "Asia/Nowhere", 8, "there is no time zone 'Asia/Nowhere'"),
        ("Asia/Shanghai", "../etc", 8, "there is no time zone '../etc'"),
        ('"06:00"', '"24:00"', 12, "due: value does not match regex"),
        ("deadline_hours: 24", "deadline_hours: -1", 13, "deadline_hours: min value is 0"),
        ("deadline_hours: 24", "deadline_hours: true", 13, "deadline_hours: must be of integer"),
        ("/{date}", "", 18, "platforms.0.snapshots must hold {date}"),
        ("name: qinglang-2025", "name: a/b", 4, "name: value does not match regex"),
    ],
)
def test_what_is_wrong(tmp_path: Path, old: str, new: str, line: int, rule: str) -> None:
    """The file, the line and the key are named."""
    with pytest.raises(ConfigurationError) as raised:
        read_campaign(_written(tmp_path, EXAMPLE.replace(old, new)))
    told = f"{raised.value.offender}: {raised.value.rule}"
    assert f"campaign.yaml line {line}" in told
    assert rule in told


def test_a_platform_twice(tmp_path: Path) -> None:
    """Two entries of one platform would run everything twice."""
    entry = EXAMPLE[EXAMPLE.index("  - id") : EXAMPLE.index("\n# Database")]
    text = EXAMPLE.replace(entry, entry.rstrip("\n") + "\n" + entry)
    with pytest.raises(ConfigurationError, match="'platform-1' is there twice"):
        read_campaign(_written(tmp_path, text))


def test_no_such_file(tmp_path: Path) -> None:
    """It is named."""
    with pytest.raises(ConfigurationError, match=r"none\.yaml: cannot be read"):
        read_campaign(tmp_path / "none.yaml")
