"""catalogue_and_bookings"""

revision = "0001_catalogue_and_bookings"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
