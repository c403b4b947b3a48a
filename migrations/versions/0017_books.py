"""What partners read without reading everything, and comparisons that broke off."""

from alembic import op

revision = "0017_books"
down_revision = "0016_documents"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE INDEX ix_quotes_products ON quotes
            USING gin (jsonb_path_query_array(itinerary, '$.lines[*].product'));
        CREATE INDEX ix_supplier_payables_supplier ON supplier_payables
            (supplier_code, (paid_on IS NOT NULL), due_on DESC, id) WHERE amount > 0;
        ALTER TABLE reconciliations ADD COLUMN ended_at timestamptz;
        UPDATE reconciliations SET ended_at = ran_at;
        """
    )


def downgrade() -> None:
    op.execute(
        """
        ALTER TABLE reconciliations DROP COLUMN ended_at;
        DROP INDEX ix_supplier_payables_supplier, ix_quotes_products;
        """
    )
