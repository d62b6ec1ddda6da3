"""Following citations on a platform of long chains and circles, against one join of its posts."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from evaluator.bundle import load_bundle
from evaluator.contract import validate
from evaluator.settings import Settings
from evaluator.snapshot import open_snapshot, open_table
from evaluator.subjects.citation import follow_citations
from evaluator.subjects.sources import contract_sources
from evaluator.subjects.staging import Staging
from evaluator.warehouse import Warehouse
from tests.benchmarks.inputs import AS_OF, written
from tests.benchmarks.measuring import Options, alone, peak_memory
from tests.benchmarks.page import figures, mib, table

__all__ = ["Following", "chains", "measure", "run"]

#: Posts of the longest chain or circle: 70 hops.
LONGEST = 71
TABLES = ("accounts", "annotations", "operators", "posts")
#: Chains of 1 to 71 posts, the length of each by its hash. One of four ends in a circle: its last
#: post cites one of the chain. In every other chain it is the annotations that cite.
CHAINS = """\
CREATE TABLE chains AS
SELECT range AS chain, 1 + hash(range)::UHUGEINT % {longest} AS length,
    CASE WHEN range % 4 = 0 THEN hash(range + 1000000007)::UHUGEINT % length END AS back
FROM range({posts});
CREATE TABLE links AS
SELECT chain, place, 'p' || hash(chain * 1000 + place) AS post_id,
    CASE WHEN place + 1 < length THEN place + 1 ELSE back END AS next,
    next IS NOT NULL AND chain % 2 = 0 AS annotated
FROM (SELECT *, sum(length) OVER (ORDER BY chain) AS total FROM chains)
JOIN range({longest}) AS places(place) ON place < length
WHERE total <= {posts};
CREATE TABLE posts AS
SELECT *, CASE WHEN next IS NOT NULL THEN 'p' || hash(chain * 1000 + next) END AS cited,
    'a' || hash(post_id)::UHUGEINT % greatest({posts} // 10, 1) AS account_id
FROM links;
"""


@dataclass(frozen=True, slots=True)
class Following:
    """What was measured; times in seconds, memory in bytes."""

    posts: int
    taken: float
    #: One join of all posts with those that they cite.
    join: float
    peak: int
    #: How the ways end -> how many.
    ends: Mapping[str, int]


def run(options: Options) -> Iterator[str]:
    """Measure each size, and yield the page."""
    rows = []
    for size in options.sizes:
        found = alone(measure, chains(options.folder, size), options.settings())
        rows.append(
            {
                "posts": found.posts,
                "seconds": figures(found.taken),
                "times one join": figures(found.taken / found.join),
                "posts/s": round(found.posts / found.taken),
                "peak MiB": mib(found.peak),
                **found.ends,
            }
        )
    yield f"Chains and circles of up to {LONGEST - 1} hops; ways are followed for 64."
    yield ""
    yield from table(rows)


def chains(folder: Path, size: int) -> Path:
    """A snapshot of chains and circles, with hardly more than so many posts, and one operator."""
    time_ = AS_OF - 86_400
    files = {
        "operators.parquet": "SELECT 'o' AS operator_id, 'person' AS kind",
        "accounts.parquet": "SELECT DISTINCT account_id, 'o' AS operator_id, "  # noqa: S608
        "'personal' AS account_class, 'active' AS status, "
        f"{time_}::BIGINT AS created_at FROM posts",
        "posts.parquet": f"SELECT post_id, account_id, {time_}::BIGINT AS published_at, "  # noqa: S608
        "'text' AS media_kind, 'own' AS origin, "
        "CASE WHEN NOT annotated THEN cited END AS cited_post_id FROM posts ORDER BY post_id",
        "annotations.parquet": "SELECT 'n' || post_id AS annotation_id, post_id, "  # noqa: S608
        f"'source' AS kind, {time_}::BIGINT AS from_ts, 'author' AS set_by, "
        "'post' AS source_kind, cited AS cited_post_id FROM posts WHERE annotated",
    }
    return written(folder / f"chains-{size}", files, CHAINS.format(posts=size, longest=LONGEST))


def measure(snapshot: Path, settings: Settings) -> Following:
    """Follow all citations of a snapshot."""
    contract = load_bundle().contract
    opened = open_snapshot(snapshot, contract.tables)
    with Warehouse(settings, reads=[snapshot]) as warehouse:
        sources = {name: open_table(warehouse, opened, name) for name in opened.tables}
        validated = validate(warehouse, contract, opened.manifest, sources)
        begun = time.perf_counter()
        warehouse.run(
            "SELECT count(*), bit_xor(hash(cited.rowid)) FROM clean.posts AS post "
            "JOIN clean.posts AS cited ON cited.post_id = post.cited_post_id"
        )
        join = time.perf_counter() - begun
        begun = time.perf_counter()
        with Staging(warehouse) as staging:
            relation = follow_citations(staging, contract_sources(warehouse, contract), AS_OF)
            taken = time.perf_counter() - begun
            peak = peak_memory()
            ((cyclic, open_ended, ended),) = warehouse.run(
                "SELECT count(*) FILTER (cyclic), count(*) FILTER (open_ended), "  # noqa: S608
                f"count(*) FILTER (hops IS NOT NULL) FROM {relation}"
            )
    ends = {"in a circle": cyclic, "longer than 64 hops": open_ended, "with an end": ended}
    return Following(validated.tables["posts"].kept, taken, join, peak, ends)
