"""Reads and verifies policy bundles: the catalogue of controls, the contract, the framework."""

from evaluator.bundle.attestations import Attestation, attested_duty, deciding, duties
from evaluator.bundle.catalogue import select_control, select_controls
from evaluator.bundle.contract import (
    Child,
    Column,
    Contract,
    Derived,
    Kind,
    Parent,
    Shown,
    SubjectKind,
    Table,
    WholeTable,
)
from evaluator.bundle.coverage import ClauseCover, clause_covers, coverage_gaps
from evaluator.bundle.framework import Framework, NotCheckable, Parameter
from evaluator.bundle.keys import TrustedKey, read_trusted_keys
from evaluator.bundle.reader import Bundle, configured_bundle, entrypoint, load_bundle
from evaluator.bundle.signatures import Signature, Trust
from evaluator.bundle.summary import bundle_summary

__all__ = [
    "Attestation",
    "Bundle",
    "Child",
    "ClauseCover",
    "Column",
    "Contract",
    "Derived",
    "Framework",
    "Kind",
    "NotCheckable",
    "Parameter",
    "Parent",
    "Shown",
    "Signature",
    "SubjectKind",
    "Table",
    "Trust",
    "TrustedKey",
    "WholeTable",
    "attested_duty",
    "bundle_summary",
    "clause_covers",
    "configured_bundle",
    "coverage_gaps",
    "deciding",
    "duties",
    "entrypoint",
    "load_bundle",
    "read_trusted_keys",
    "select_control",
    "select_controls",
]
