"""What large models answered."""

from alembic import op
from sqlalchemy import inspect

from fogline.ledger.schema import ANSWERS

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; a new ledger has it from its first version on."""
    if not inspect(op.get_bind()).has_table(ANSWERS.name):
        ANSWERS.create(op.get_bind())
