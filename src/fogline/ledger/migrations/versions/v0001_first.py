"""The first schema.

Later versions add columns and tables; they never change or drop what the chain covers.
"""

from alembic import op

from fogline.ledger.dialect import create_search
from fogline.ledger.schema import METADATA

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create all tables, their indexes and the full-text index."""
    connection = op.get_bind()
    METADATA.create_all(connection)
    create_search(connection)
