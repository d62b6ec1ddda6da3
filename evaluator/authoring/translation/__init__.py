"""Translates the controls' Rego into the logical form that triage finds subjects by."""
