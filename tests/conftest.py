"""What tests of several packages share: the command line in this process, small snapshots."""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings as hypothesis_settings

from tests.postgresql import Server, running_server

# What is started in the background ignores Ctrl-C, and so would the programs that tests interrupt.
signal.signal(signal.SIGINT, signal.default_int_handler)

# How long an example takes depends on what else the machine does.
hypothesis_settings.register_profile("untimed", deadline=None)
hypothesis_settings.load_profile("untimed")

REPOSITORY = Path(__file__).resolve().parents[1]

#: 2025-09-24T00:00+08:00, the end of the campaign.
AS_OF = 1_758_643_200


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command line ended."""

    code: int
    out: str
    err: str


Run = Callable[..., Ended]


@pytest.fixture
def qinglang(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Run:
    """Runs the command in this process, in an empty folder, with a cache of its own."""
    from scheduler.cli import main

    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.chdir(home)
    monkeypatch.setenv("QINGLANG_CACHE_DIR", str(tmp_path / "cache"))

    def run(*arguments: object) -> Ended:
        monkeypatch.setattr(sys, "argv", ["qinglang", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        shown = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return Ended(ended.value.code, shown.out, shown.err)

    return run


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL server of this process."""
    with running_server() as running:
        yield running


@pytest.fixture(scope="session")
def small_snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A generated snapshot of 2,000 posts with violations and unknown facts; not to be changed."""
    from evaluator.synthetic import Blueprint, generate_snapshot

    folder = tmp_path_factory.mktemp("small") / "snapshot"
    blueprint = Blueprint(2_000, 3, AS_OF, violation_rate=0.02, null_rate=0.02)
    generate_snapshot(blueprint, folder)
    return folder


Rows = Mapping[str, Sequence[Mapping[str, Any]]]
WriteSnapshot = Callable[..., Path]


@pytest.fixture
def write_snapshot(tmp_path: Path) -> WriteSnapshot:
    """Writes a snapshot of hand-made rows, as NDJSON; a table without rows is an empty file."""

    def write(tables: Rows, name: str = "snapshot", **manifest: object) -> Path:
        folder = tmp_path / name
        folder.mkdir()
        head: dict[str, object] = {
            "snapshot_id": name,
            "platform_id": "platform-1",
            "as_of": AS_OF,
            "window_from": AS_OF - 62 * 86_400,
            "window_to": AS_OF,
            "coverage": "full",
            "contract_version": 1,
        }
        (folder / "snapshot.json").write_text(json.dumps(head | manifest))
        for table, rows in tables.items():
            lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in rows]
            (folder / f"{table}.ndjson").write_text("".join(lines), encoding="utf-8")
        return folder

    return write
