"""The tables that are written: their columns in order, what kind of value each holds.

A block is a part of the snapshot that is closed: no row of it refers to a row of another block,
so that it can be written, and judged, alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

__all__ = ["TABLES", "Block", "ColumnKind", "Columns", "Row", "column_names"]

ColumnKind: TypeAlias = Literal["text", "time", "flag", "number", "list"]
#: The columns of one table of a block, in the table's order, all of one length.
Columns: TypeAlias = Sequence[Sequence[Any]]
#: One row in the table's order; None where nothing is recorded.
Row: TypeAlias = tuple[Any, ...]


def _table(columns: str) -> Mapping[str, ColumnKind]:
    kinds: Mapping[str, ColumnKind] = {"@": "time", "?": "flag", "#": "number", "[": "list"}
    return {
        column.rstrip("@?#["): kinds.get(column[-1], "text")  # the last sign names the kind
        for column in columns.split()
    }


#: table -> column -> kind. In the text: ``@`` time, ``?`` flag, ``#`` number, ``[`` list.
TABLES: Mapping[str, Mapping[str, ColumnKind]] = {
    "operators": _table("operator_id kind licensed_news? disclosed_matrix? mcn_id"),
    "accounts": _table(
        "account_id operator_id account_class status created_at@ name_changed_at@"
        " subject_changed_at@ closed_at@ followers#"
    ),
    "posts": _table(
        "post_id account_id published_at@ media_kind origin cited_post_id topic field claim_tag"
        " ai_status past_event? declared_fiction? publish_channel label_prompt_shown? deleted_at@"
    ),
    "annotations": _table(
        "annotation_id post_id kind from_ts@ to_ts@ set_by source_kind cited_post_id"
        " source_supports? time_given? place_given? outcome_given?"
    ),
    "adjudications": _table(
        "adjudication_id account_id post_id offence severity verdict conduct_at@ decided_at@"
        " decider final? overturned_at@ evidence_hash"
    ),
    "certifications": _table(
        "certification_id account_id field method state valid_from@ valid_to@ revoked_at@"
        " displayed_keys[ consent_scope["
    ),
    "monetisation": _table(
        "grant_id account_id kind field granted_at@ suspended_at@ resumed_at@ revoked_at@"
        " identity_checked?"
    ),
    "sanctions": _table(
        "sanction_id account_id adjudication_id notice_id measure starts_at@ ends_at@ lifted_at@"
        " decided_by second_reviewer? legal_basis rule_clause facts_stated? response_offered?"
        " emergency? appeal_until@ complaint_only?"
    ),
    "notices": _table(
        "notice_id account_id adjudication_id kind sent_at@ delivered_at@ cure_until@"
    ),
    "renderings": _table(
        "rendering_id annotation_id post_id surface device in_content? region text_px#"
        " short_side_px# covered_by covered_ms# visible_ms# first_visible_ms# contrast_centi#"
    ),
    "recommendations": _table("entry_id post_id pool entered_at@ left_at@"),
    "rankings": _table("entry_id list_id rank# post_id from_ts@ to_ts@ paid? labelled_ad?"),
    "verifications": _table(
        "verification_id account_id trigger dimension result checked_at@ reviewer"
    ),
    "complaints": _table(
        "complaint_id target_kind target_id category received_at@ acknowledged_at@ decided_at@"
        " outcome paused_days# declared_days#"
    ),
    "appeals": _table(
        "appeal_id sanction_id filed_at@ decided_at@ result reviewer_differs? restored_at@"
    ),
    "capabilities": _table(
        "capability_id duty statement attester_role attested_at@ expires_at@ evidence_hash"
    ),
    "negative_lists": _table("list_id category version updated_at@"),
    "education": _table("event_id held_at@ audience# topic"),
    "rectifications": _table("order_id authority ordered_at@ due_at@ closed_at@"),
}


def column_names(table: str) -> tuple[str, ...]:
    """The columns of a table, in order."""
    return tuple(TABLES[table])


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of all tables that refer to nothing outside."""

    tables: Mapping[str, Columns]

    def length(self, table: str) -> int:
        """Rows of one table."""
        columns = self.tables[table]
        return len(columns[0]) if columns else 0

    def rows(self, table: str) -> Iterator[dict[str, Any]]:
        """The rows of one table, nulls included."""
        names = column_names(table)
        for row in zip(*self.tables[table], strict=True):
            yield dict(zip(names, row, strict=True))
