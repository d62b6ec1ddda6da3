"""Runs evaluations on a schedule, and holds the root of the command line."""
