"""Reads and verifies policy bundles: the catalogue of controls, the contract, the framework."""
