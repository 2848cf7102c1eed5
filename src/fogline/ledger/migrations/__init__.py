"""Versions of the schema (Alembic)."""
