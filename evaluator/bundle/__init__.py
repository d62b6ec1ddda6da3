"""Reads and verifies policy bundles: the catalogue of controls, the contract, the framework."""

from evaluator.bundle.catalogue import select_controls
from evaluator.bundle.contract import Child, Column, Contract, Kind, Parent, SubjectKind, Table
from evaluator.bundle.framework import Framework, Parameter
from evaluator.bundle.reader import Bundle, entrypoint, load_bundle
from evaluator.bundle.summary import bundle_summary

__all__ = [
    "Bundle",
    "Child",
    "Column",
    "Contract",
    "Framework",
    "Kind",
    "Parameter",
    "Parent",
    "SubjectKind",
    "Table",
    "bundle_summary",
    "entrypoint",
    "load_bundle",
    "select_controls",
]
