"""What authorities attest of the chain."""

from alembic import op
from sqlalchemy import inspect

from fogline.ledger.schema import METADATA

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; a new ledger has it from its first version on."""
    connection = op.get_bind()
    if not inspect(connection).has_table("stamps"):
        METADATA.tables["stamps"].create(connection)
