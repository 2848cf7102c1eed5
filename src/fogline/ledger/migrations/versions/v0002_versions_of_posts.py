"""What is kept of posts: whose words they pass on, their versions, and what they answer."""

from alembic import op
from sqlalchemy import Column, Text, inspect

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

COLUMNS = ("key", "origin", "written", "stated", "edited", "edited_utc", "context")


def upgrade() -> None:
    """Add the columns and the index; a new ledger has them from its first version on."""
    known = inspect(op.get_bind())
    present = {column["name"] for column in known.get_columns("documents")}
    for name in COLUMNS:
        if name not in present:
            op.add_column("documents", Column(name, Text))
    if "documents_by_edit" not in {index["name"] for index in known.get_indexes("documents")}:
        op.create_index("documents_by_edit", "documents", ["published_utc", "edited_utc"])
