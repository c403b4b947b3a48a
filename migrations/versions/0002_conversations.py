"""conversations"""

revision = "0002_conversations"
down_revision = "0001_catalogue_and_bookings"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
