"""The schema of the store, as a chain of steps; Alembic runs those that a database lacks."""
