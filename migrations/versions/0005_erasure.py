"""Up to which offset a conversation's messages were erased."""

import sqlalchemy as sa
from alembic import op

revision = "0005_erasure"
down_revision = "0004_knowledge"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("conversations", sa.Column("erased_to", sa.Integer(), nullable=False, server_default="0"))
    op.alter_column("conversations", "erased_to", server_default=None)


def downgrade() -> None:
    op.drop_column("conversations", "erased_to")
