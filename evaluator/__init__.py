"""Evaluates policies against snapshots: load, validate, prepare, judge, record, report."""
