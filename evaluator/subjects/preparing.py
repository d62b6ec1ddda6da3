"""Prepare: one nested Parquet table per subject kind, in bounded memory.

A chunk of a query is 2048 rows, however large its lists are. So subjects with long arrays (the
20,000 posts of an account with 500 sanctions) are made apart, few at a time, into files that are
read one at a time (``part-long-…``); all others in parts by hash of their key, so that what a join
must hold at once stays small. A part that is still too large for the memory is made in halves.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from evaluator.bundle import Contract, SubjectKind
from evaluator.errors import MemoryShortError
from evaluator.model import SnapshotManifest
from evaluator.subjects.arrays import Arrays
from evaluator.subjects.derived import derived_source
from evaluator.subjects.parts import LONG_PREFIX
from evaluator.subjects.query import SubjectQuery
from evaluator.subjects.sources import Source, contract_sources
from evaluator.subjects.staging import Staging
from evaluator.warehouse import Warehouse, identifier, literal

__all__ = ["prepare_subjects"]

#: Subjects and rows of their own arrays that one part holds, about.
PART_ROWS = 500_000
#: A kind is not cut into more parts than about this: what does not fit then is one subject.
MOST_PARTS = 100_000
#: Subjects with an array longer than this are made apart.
LONG_ARRAY = 32
#: Rows of arrays that one part of such subjects holds, about; one subject may have more.
LONG_PART_ROWS = 150_000
#: Rows and bytes of a row group, about; it is in memory as a whole while it is written.
ROW_GROUP = 30_720
ROW_GROUP_BYTES = 32 << 20


def prepare_subjects(  # noqa: PLR0913 (what it is made of, where it goes, who is told)
    warehouse: Warehouse,
    contract: Contract,
    folder: Path,
    subjects: Collection[str] | None = None,
    *,
    manifest: SnapshotManifest,
    done: Callable[[str], None] | None = None,
) -> dict[str, int]:
    """Write ``folder/subjects/<kind>/part-*.parquet`` and return the number of subjects by kind.

    A kind whose root table the snapshot does not have is neither written nor returned. A parent
    or array whose table it does not have is null or empty, and no parent is listed as unknown for
    that: controls that need the table are not evaluated.

    Args:
        warehouse: has ``clean`` and ``quarantined`` tables, and may write ``folder``.
        contract: tables and subject kinds.
        folder: where to write; must not hold prepared subjects.
        subjects: kinds to prepare; None: all of the contract.
        manifest: platform, as_of and window, by which derived rows are counted.
        done: is told the name of each kind when it is done.

    Raises:
        SnapshotError: if memory or disk do not suffice.
        BundleError: if the contract asks for a count that this program does not know.
    """
    counts: dict[str, int] = {}
    sources = contract_sources(warehouse, contract)
    with Staging(warehouse) as staging:
        arrays = Arrays(staging)
        for name, subject in contract.subjects.items():
            if subjects is not None and name not in subjects:
                continue
            for derived in subject.derived:
                sources[derived.name] = derived_source(staging, derived, sources, manifest)
            if not sources[subject.table].present:
                continue
            place = folder / "subjects" / name
            place.mkdir(parents=True)
            counts[name] = _Preparation(staging, subject, sources, arrays, place).write()
            if done is not None:
                done(name)
    return counts


class _Preparation:
    """Writes the parts of one subject kind."""

    def __init__(
        self,
        staging: Staging,
        subject: SubjectKind,
        sources: Mapping[str, Source],
        arrays: Arrays,
        folder: Path,
    ) -> None:
        self._staging = staging
        self._warehouse = staging.warehouse
        self._root = sources[subject.table]
        self._folder = folder
        self._query = SubjectQuery(subject, sources, arrays)
        self._arrays = [
            (arrays.relation(sources[child.table], child.column), identifier(child.match))
            for child in subject.children
        ]
        self._rows = 0

    def write(self) -> int:
        """Write all parts and return the number of subjects."""
        key = identifier(self._root.key)
        rows = self._warehouse.value(f"SELECT count(*) FROM {self._root.relation}")  # noqa: S608
        for relation, match in self._arrays:
            # An array that hangs on another column is repeated in all subjects that lead to it.
            rows += self._warehouse.value(
                f"SELECT coalesce(sum(size), 0) FROM {self._root.relation} AS root "  # noqa: S608
                f"JOIN {relation} ON held_by = root.{match} WHERE size <= {LONG_ARRAY}"
            )
        parts = 1 + int(rows) // PART_ROWS
        apart = self._set_apart()
        rest = f"AND {key} NOT IN (SELECT {key} FROM {apart})" if apart else ""  # noqa: S608
        for part in range(parts):
            self._write_part(part, parts, rest)
        if apart:
            apart_parts = f"SELECT DISTINCT _part FROM {apart} ORDER BY _part"  # noqa: S608
            for (part,) in self._warehouse.run(apart_parts):
                roots = f"SELECT * FROM {apart} WHERE _part = {part}"  # noqa: S608
                self._write(f"{LONG_PREFIX}{part:05}", roots)
            self._staging.drop(apart)
        return self._rows

    def _write_part(self, part: int, parts: int, rest: str) -> None:
        """Write one part, by hash of the key, of so many; ``rest``: which subjects are in none."""
        key = identifier(self._root.key)
        try:
            self._write(
                f"part-{part:05}",
                f"SELECT * FROM {self._root.relation} WHERE hash({key}) % {parts} = {part} {rest}",  # noqa: S608
                f"hash({{}}) % {parts} = {part}",
            )
        except MemoryShortError:
            if parts > MOST_PARTS:
                raise
            # No other part has the number of the second half: it is in this one.
            for half in (part, part + parts):
                self._write_part(half, 2 * parts, rest)

    def _set_apart(self) -> str | None:
        """Store the subjects with long arrays, with the number of their part; None: no array is."""
        long = [
            (f"(SELECT held_by, size FROM {relation} WHERE size > {LONG_ARRAY})", match)  # noqa: S608
            for relation, match in self._arrays
            if self._warehouse.value(f"SELECT max(size) > {LONG_ARRAY} FROM {relation}")  # noqa: S608
        ]
        if not long:
            return None
        key = f"root.{identifier(self._root.key)}"
        names = [f"long{index}" for index in range(len(long))]
        joins = " ".join(
            f"LEFT JOIN {relation} AS {name} ON {name}.held_by = root.{match}"
            for name, (relation, match) in zip(names, long, strict=True)
        )
        size = " + ".join(f"coalesce({name}.size, 0)" for name in names)
        some = ", ".join(f"{name}.size" for name in names)
        # Subjects of one array side by side: it is repeated in all of them, and packs well.
        order = ", ".join(f"{name}.held_by" for name in names)
        return self._staging.store(
            f"WITH weighed AS (SELECT {key} AS id, sum({size}) "  # noqa: S608 (names are quoted)
            f"OVER (ORDER BY {order}, {key} ROWS UNBOUNDED PRECEDING) // {LONG_PART_ROWS} "
            f"AS _part FROM {self._root.relation} AS root {joins} "
            f"WHERE coalesce({some}) IS NOT NULL) "
            f"SELECT root.*, _part FROM {self._root.relation} AS root "
            f"JOIN weighed ON weighed.id = {key} ORDER BY _part"
        )

    def _write(self, name: str, roots: str, same_keys: str = "TRUE") -> None:
        path = self._folder / f"{name}.parquet"
        try:
            ((rows,),) = self._warehouse.run(
                f"COPY ({self._query.text(roots, same_keys)}) TO {literal(str(path))} "
                f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP}, "
                f"ROW_GROUP_SIZE_BYTES {ROW_GROUP_BYTES})"
            )
        except MemoryShortError:
            path.unlink(missing_ok=True)
            raise
        self._rows += int(rows)
