"""Source formats, one file each: a file of a table becomes a raw relation in the warehouse."""

from __future__ import annotations

from collections.abc import Mapping

from evaluator.snapshot.formats.base import Format
from evaluator.snapshot.formats.csv import CsvFormat
from evaluator.snapshot.formats.ndjson import NdjsonFormat
from evaluator.snapshot.formats.parquet import ParquetFormat

__all__ = ["FORMATS", "Format"]

#: File name ending (without compression) -> the format that reads it.
FORMATS: Mapping[str, Format] = {
    "csv": CsvFormat(),
    "ndjson": NdjsonFormat(),
    "parquet": ParquetFormat(),
}
