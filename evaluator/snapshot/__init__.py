"""Load: a snapshot folder becomes a manifest, files with digests, and raw relations."""

from evaluator.snapshot.reading import open_snapshot, open_table, verify_unchanged

__all__ = ["open_snapshot", "open_table", "verify_unchanged"]
