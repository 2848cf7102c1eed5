"""Alembic's entry: runs the versions on the connection that fogline hands over."""

from alembic import context

from fogline.ledger.schema import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
