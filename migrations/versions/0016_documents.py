"""Documents with numbers, and what suppliers are owed."""

from alembic import op

revision = "0016_documents"
down_revision = "0015_payments"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE document_series (
            code varchar CONSTRAINT pk_document_series PRIMARY KEY,
            last_number bigint NOT NULL
        );
        CREATE TABLE documents (
            id uuid CONSTRAINT pk_documents PRIMARY KEY,
            series varchar NOT NULL CONSTRAINT fk_documents_series_document_series REFERENCES document_series,
            number bigint NOT NULL,
            kind varchar NOT NULL CONSTRAINT ck_documents_kind CHECK (kind IN ('invoice', 'receipt', 'credit_note')),
            key varchar NOT NULL CONSTRAINT uq_documents_key UNIQUE,
            booking_id uuid NOT NULL CONSTRAINT fk_documents_booking_id_bookings REFERENCES bookings,
            corrects_id uuid CONSTRAINT fk_documents_corrects_id_documents REFERENCES documents,
            language varchar NOT NULL,
            content jsonb NOT NULL,
            issued_at timestamptz NOT NULL,
            CONSTRAINT uq_documents_series_number UNIQUE (series, number)
        );
        CREATE INDEX ix_documents_booking_id ON documents (booking_id);
        CREATE FUNCTION refuse_document_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'a document stays as it was issued';
        END $$;
        CREATE TRIGGER documents_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON documents
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_document_change();
        ALTER TABLE suppliers ADD COLUMN pay_days smallint NOT NULL DEFAULT 7;
        CREATE TABLE supplier_payables (
            id uuid CONSTRAINT pk_supplier_payables PRIMARY KEY,
            booking_id uuid NOT NULL CONSTRAINT fk_supplier_payables_booking_id_bookings REFERENCES bookings,
            supplier_code varchar NOT NULL CONSTRAINT fk_supplier_payables_supplier_code_suppliers REFERENCES suppliers (code),
            currency varchar NOT NULL,
            amount bigint NOT NULL CONSTRAINT ck_supplier_payables_amount CHECK (amount >= 0),
            due_on date NOT NULL,
            paid_on date,
            CONSTRAINT uq_supplier_payables_booking_id_supplier_code UNIQUE (booking_id, supplier_code)
        );
        CREATE INDEX ix_supplier_payables_due ON supplier_payables (due_on) WHERE paid_on IS NULL;
        """
    )


def downgrade() -> None:
    op.execute(
        """
        DROP TABLE supplier_payables, documents, document_series;
        ALTER TABLE suppliers DROP COLUMN pay_days;
        DROP FUNCTION refuse_document_change();
        """
    )
