"""Reads and verifies policy bundles: the catalogue of controls, the contract, the framework."""

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
from evaluator.bundle.framework import Framework, Parameter
from evaluator.bundle.reader import Bundle, entrypoint, load_bundle
from evaluator.bundle.summary import bundle_summary

__all__ = [
    "Bundle",
    "Child",
    "Column",
    "Contract",
    "Derived",
    "Framework",
    "Kind",
    "Parameter",
    "Parent",
    "Shown",
    "SubjectKind",
    "Table",
    "WholeTable",
    "bundle_summary",
    "entrypoint",
    "load_bundle",
    "select_control",
    "select_controls",
]
