"""What kind of place a destination is, and its best months."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0006_themes"
down_revision = "0005_erasure"
branch_labels = None
depends_on = None

COLUMNS = {"themes": sa.String(), "best_months": sa.SmallInteger()}


def upgrade() -> None:
    for name, kind in COLUMNS.items():
        op.add_column("destinations", sa.Column(name, ARRAY(kind), nullable=False, server_default="{}"))
        op.alter_column("destinations", name, server_default=None)


def downgrade() -> None:
    for name in COLUMNS:
        op.drop_column("destinations", name)
