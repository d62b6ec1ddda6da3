"""What the evaluator counts itself, for documents that show it; there is no judgement in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from evaluator.bundle import Derived
from evaluator.errors import BundleError
from evaluator.model import SnapshotManifest
from evaluator.subjects.citation import follow_citations
from evaluator.subjects.sources import Source, no_rows
from evaluator.subjects.staging import Staging
from evaluator.warehouse import literal

__all__ = ["derived_source"]


@dataclass(frozen=True, slots=True)
class _Counting:
    """What a count is made from."""

    staging: Staging
    sources: Mapping[str, Source]
    manifest: SnapshotManifest

    def posts_in_window(self) -> str:
        """SQL from FROM on: live posts in the window that are no reposts."""
        window = f"BETWEEN {self.manifest.window_from} AND {self.manifest.window_to}"
        return (
            f"FROM {self.sources['posts'].relation} WHERE deleted_at IS NULL "
            f"AND origin <> 'repost' AND published_at {window}"
        )


def _platform(counting: _Counting) -> str:
    return counting.staging.store(f"SELECT {literal(counting.manifest.platform_id)} AS platform_id")


def _professional_posts(counting: _Counting) -> str:
    return counting.staging.store(
        "SELECT account_id, coalesce(field, 'unknown') AS field, count(*) AS posts, "
        "min(published_at) AS first_at, max(published_at) AS last_at "
        f"{counting.posts_in_window()} "
        "AND (field IS NULL OR field IN ('finance', 'medicine', 'law', 'education')) "
        "GROUP BY account_id, field"
    )


def _prompting(counting: _Counting) -> str:
    return counting.staging.store(
        "SELECT coalesce(publish_channel, 'unknown') AS publish_channel, count(*) AS posts, "
        "count(*) FILTER (label_prompt_shown) AS shown, "
        "count(*) FILTER (NOT label_prompt_shown) AS not_shown, "
        "count(*) FILTER (label_prompt_shown IS NULL) AS unknown "
        f"{counting.posts_in_window()} GROUP BY publish_channel"
    )


def _citation(counting: _Counting) -> str:
    return follow_citations(counting.staging, counting.sources, counting.manifest.as_of)


_COUNTS: Mapping[str, Callable[[_Counting], str]] = {
    "citation": _citation,
    "platform": _platform,
    "professional_posts": _professional_posts,
    "prompting": _prompting,
}


def derived_source(
    staging: Staging, derived: Derived, sources: Mapping[str, Source], manifest: SnapshotManifest
) -> Source:
    """Count, and return where the rows are; none where a table to count from is absent.

    Args:
        staging: keeps the rows.
        derived: what to count.
        sources: table -> source.
        manifest: window, as_of and platform.

    Raises:
        BundleError: if the contract asks for a count that this program does not know.
    """
    if derived.name not in _COUNTS:
        raise BundleError(
            f"meta/contract.json: derived {derived.name}",
            "this program cannot count it",
            f"It counts {', '.join(sorted(_COUNTS))}.",
        )
    kinds = {name: column.kind.sql_type for name, column in derived.columns.items()}
    key = derived.key or derived.link or ""
    columns = {key: kinds[key]} if key in kinds else {}
    columns |= kinds
    if not all(sources[table].present for table in derived.reads):
        linked = columns | ({derived.link: "VARCHAR"} if derived.link else {})
        return Source(key, columns, no_rows(linked), present=False, quarantine=None)
    relation = _COUNTS[derived.name](_Counting(staging, sources, manifest))
    bad = sources[derived.counts].quarantine if derived.counts else None
    return Source(key, columns, relation, present=True, quarantine=bad)
