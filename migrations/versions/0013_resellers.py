"""Resellers, who sell trips for a commission."""

from alembic import op

revision = "0013_resellers"
down_revision = "0012_proofs"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE resellers (
            code varchar PRIMARY KEY,
            name varchar NOT NULL,
            commission_percent numeric(5, 2) NOT NULL,
            active boolean NOT NULL DEFAULT true
        );
        ALTER TABLE quotes
            ADD COLUMN reseller_code varchar REFERENCES resellers (code),
            ADD COLUMN commission bigint NOT NULL DEFAULT 0;
        """
    )


def downgrade() -> None:
    op.execute(
        """
        ALTER TABLE quotes DROP COLUMN commission, DROP COLUMN reseller_code;
        DROP TABLE resellers;
        """
    )
