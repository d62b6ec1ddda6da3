"""A snapshot is what it says: formats, compression, types and parts do not change a digest."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from evaluator.bundle import Bundle
from evaluator.pipeline import Request, Silent, evaluate
from evaluator.settings import Settings
from tests.fuzz.conftest import Check
from tests.fuzz.logical import LogicalSnapshot, generate_logical
from tests.fuzz.writing import COMPRESSIONS, FORMATS, write_snapshot_as

pytestmark = pytest.mark.heavy

POSTS = 1_500
PARTS = 20
ENDINGS = [f"{form}{packed}" for packed in COMPRESSIONS for form in FORMATS]
#: Between them they have columns of every kind, and links to each other.
SOME = ("renderings", "certifications")
#: Tables of hundreds of rows; the others have a part of each kind where all kinds are mixed.
LARGE = ("posts", "annotations", "renderings", "accounts", "adjudications", "verifications")

Digests = tuple[str, str]
Parts = Mapping[str, Sequence[str]]


@pytest.fixture(scope="session")
def logical(bundle: Bundle, tmp_path_factory: pytest.TempPathFactory) -> LogicalSnapshot:
    """The snapshot that all others are to be equal to."""
    return generate_logical(bundle.contract, tmp_path_factory.mktemp("logical"), posts=POSTS)


@pytest.fixture(scope="session")
def plain(logical: LogicalSnapshot, tmp_path_factory: pytest.TempPathFactory) -> Digests:
    """The two digests of the snapshot in the plainest form: a Parquet file a table."""
    scratch = tmp_path_factory.mktemp("plain")
    parts = {name: ["parquet"] for name in logical.tables}
    folder = write_snapshot_as(logical, scratch / "s", parts=parts)
    return _digests(folder, scratch)


def _digests(folder: Path, scratch: Path) -> Digests:
    settings = Settings(cache_dir=scratch / "cache")
    with evaluate(Request(folder), settings, Silent()) as done:
        report = done.report
        assert report.run.complete
        assert sum(report.finding_counts.values()) > 100
        evaluated = [result for _, result in report.controls.values() if not result.not_evaluated]
        assert len(evaluated) == len(report.controls)
        return report.findings_digest, report.outcomes_digest


def _one(ending: str) -> Callable[[str, int], Sequence[str]]:
    return lambda _table, _place: [ending]


def _parted(ending: str) -> Callable[[str, int], Sequence[str]]:
    """Some tables in twenty parts, the others in one file."""
    return lambda table, _place: [ending] * (PARTS if table in SOME else 1)


def _mixed(table: str, place: int) -> Sequence[str]:
    """Parts of all formats and compressions, each table beginning with another one."""
    parts = PARTS if table in LARGE else len(ENDINGS)
    return [ENDINGS[(place + number) % len(ENDINGS)] for number in range(parts)]


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("parts", [1, PARTS])
def test_formats_are_read_alike(
    ending: str, parts: int, logical: LogicalSnapshot, fresh_folder: Path, check: Check
) -> None:
    """Every format, compressed or not, whole or in parts, gives exactly the tables it was made of.

    In twenty parts only those tables are written that have columns of every kind between them.
    """
    names = logical.tables if parts == 1 else SOME
    layout = {name: [ending] * parts for name in names}
    folder = write_snapshot_as(logical, fresh_folder / "s", parts=layout)
    checked = check(folder)
    assert sorted(checked.summaries) == sorted(names)
    for name, summary in checked.summaries.items():
        rows = len(logical.tables[name])
        assert (summary.read, summary.kept) == (rows, rows), summary.first
        assert checked.clean[name].equals(logical.tables[name]), name


@pytest.mark.parametrize(
    "layout",
    [
        pytest.param(_one("ndjson"), id="ndjson"),
        pytest.param(_one("csv"), id="csv"),
        pytest.param(_one("parquet.gz"), id="parquet-gz"),
        pytest.param(_one("ndjson.zst"), id="ndjson-zst"),
        pytest.param(_one("csv.gz"), id="csv-gz"),
        pytest.param(_parted("parquet.zst"), id="parquet-zst-parts"),
        pytest.param(_parted("ndjson.gz"), id="ndjson-gz-parts"),
        pytest.param(_parted("csv.zst"), id="csv-zst-parts"),
        pytest.param(_mixed, id="mixed-parts"),
    ],
)
@pytest.mark.usefixtures("quick_start")
def test_digests_are_the_same(
    layout: Callable[[str, int], Sequence[str]],
    plain: Digests,
    logical: LogicalSnapshot,
    tmp_path: Path,
) -> None:
    """The same snapshot, however written, gives the same findings digest and outcomes digest."""
    parts = {name: layout(name, place) for place, name in enumerate(logical.tables)}
    folder = write_snapshot_as(logical, tmp_path / "s", parts=parts)
    assert _digests(folder, tmp_path) == plain
