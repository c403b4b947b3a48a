"""Money: the ledger that is only ever added to, payments and what providers tell of them, documents with numbers."""

from alembic import op

revision = "0009_money"
down_revision = "0008_people"
branch_labels = None
depends_on = None

LEDGER = """
CREATE TABLE ledger_transactions (
    id uuid CONSTRAINT pk_ledger_transactions PRIMARY KEY,
    key varchar NOT NULL CONSTRAINT uq_ledger_transactions_key UNIQUE,
    kind varchar NOT NULL,
    booking_id uuid CONSTRAINT fk_ledger_transactions_booking_id_bookings REFERENCES bookings,
    at timestamptz NOT NULL,
    memo jsonb NOT NULL DEFAULT '{}',
    written_at timestamptz NOT NULL DEFAULT now(),
    written_in bigint NOT NULL DEFAULT txid_current()
);
CREATE INDEX ix_ledger_transactions_booking_id ON ledger_transactions (booking_id);
CREATE INDEX ix_ledger_transactions_at ON ledger_transactions (at);
CREATE TABLE ledger_entries (
    transaction_id uuid CONSTRAINT fk_ledger_entries_transaction_id_ledger_transactions REFERENCES ledger_transactions,
    position smallint,
    account varchar COLLATE "C" NOT NULL,
    currency varchar(3) NOT NULL,
    amount bigint NOT NULL CONSTRAINT ck_ledger_entries_amount CHECK (amount <> 0),
    CONSTRAINT pk_ledger_entries PRIMARY KEY (transaction_id, position)
);
CREATE INDEX ix_ledger_entries_account ON ledger_entries (account, currency) INCLUDE (amount);
CREATE FUNCTION refuse_ledger_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is only added to';
END $$;
CREATE TRIGGER ledger_transactions_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_transactions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_ledger_change();
CREATE TRIGGER ledger_entries_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entries
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_ledger_change();
CREATE FUNCTION check_ledger_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM ledger_entries WHERE transaction_id = NEW.id)
    OR EXISTS (
        SELECT FROM ledger_entries WHERE transaction_id = NEW.id GROUP BY currency HAVING sum(amount) <> 0
    ) THEN
        RAISE EXCEPTION 'ledger transaction % does not balance', NEW.key;
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ledger_transactions_balance AFTER INSERT ON ledger_transactions
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_ledger_balance();
CREATE FUNCTION refuse_late_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM ledger_transactions WHERE id = NEW.transaction_id AND written_in = txid_current()
    ) THEN
        RAISE EXCEPTION 'entries are added with their transaction, never later';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ledger_entries_in_time BEFORE INSERT ON ledger_entries
    FOR EACH ROW EXECUTE FUNCTION refuse_late_entry();
"""

PAYMENTS = """
CREATE TABLE payments (
    id uuid CONSTRAINT pk_payments PRIMARY KEY,
    booking_id uuid NOT NULL CONSTRAINT fk_payments_booking_id_bookings REFERENCES bookings,
    kind varchar NOT NULL CONSTRAINT ck_payments_kind CHECK (kind IN ('deposit', 'balance', 'full')),
    provider varchar NOT NULL,
    currency varchar NOT NULL,
    amount bigint NOT NULL CONSTRAINT ck_payments_amount CHECK (amount > 0),
    state varchar NOT NULL CONSTRAINT ck_payments_state CHECK (
        state IN ('requested', 'open', 'processing', 'paid', 'failed', 'expired')),
    reference varchar,
    url varchar,
    expires_at timestamptz NOT NULL,
    conversation_id uuid,
    language varchar NOT NULL,
    failure varchar,
    requested_at timestamptz NOT NULL,
    paid_at timestamptz,
    CONSTRAINT uq_payments_provider_reference UNIQUE (provider, reference)
);
CREATE INDEX ix_payments_booking_id ON payments (booking_id);
CREATE INDEX ix_payments_open ON payments (expires_at)
    WHERE state IN ('requested', 'open', 'processing', 'failed');
CREATE TABLE captures (
    id uuid CONSTRAINT pk_captures PRIMARY KEY,
    provider varchar NOT NULL,
    provider_payment_id varchar NOT NULL,
    payment_id uuid CONSTRAINT fk_captures_payment_id_payments REFERENCES payments,
    booking_id uuid CONSTRAINT fk_captures_booking_id_bookings REFERENCES bookings,
    currency varchar NOT NULL,
    amount bigint NOT NULL CONSTRAINT ck_captures_amount CHECK (amount > 0),
    fee bigint NOT NULL DEFAULT 0,
    rule varchar NOT NULL,
    paid_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    CONSTRAINT uq_captures_provider_provider_payment_id UNIQUE (provider, provider_payment_id)
);
CREATE INDEX ix_captures_booking_id ON captures (booking_id);
CREATE INDEX ix_captures_payment_id ON captures (payment_id);
CREATE INDEX ix_captures_paid_at ON captures (provider, paid_at);
CREATE INDEX ix_captures_short ON captures (booking_id) WHERE rule = 'short';
CREATE TABLE refunds (
    id uuid CONSTRAINT pk_refunds PRIMARY KEY,
    capture_id uuid NOT NULL CONSTRAINT fk_refunds_capture_id_captures REFERENCES captures,
    booking_id uuid CONSTRAINT fk_refunds_booking_id_bookings REFERENCES bookings,
    currency varchar NOT NULL,
    amount bigint NOT NULL CONSTRAINT ck_refunds_amount CHECK (amount > 0),
    reason varchar NOT NULL,
    state varchar NOT NULL CONSTRAINT ck_refunds_state CHECK (state IN ('requested', 'pending', 'done', 'failed')),
    provider_refund_id varchar,
    failure varchar,
    requested_by uuid,
    requested_at timestamptz NOT NULL,
    done_at timestamptz
);
CREATE INDEX ix_refunds_capture_id ON refunds (capture_id);
CREATE INDEX ix_refunds_booking_id ON refunds (booking_id);
CREATE INDEX ix_refunds_open ON refunds (requested_at) WHERE state IN ('requested', 'pending');
CREATE TABLE disputes (
    id uuid CONSTRAINT pk_disputes PRIMARY KEY,
    capture_id uuid NOT NULL CONSTRAINT fk_disputes_capture_id_captures REFERENCES captures,
    provider varchar NOT NULL,
    provider_dispute_id varchar NOT NULL,
    currency varchar NOT NULL,
    amount bigint NOT NULL,
    state varchar NOT NULL CONSTRAINT ck_disputes_state CHECK (state IN ('open', 'won', 'lost')),
    reason varchar,
    opened_at timestamptz NOT NULL,
    closed_at timestamptz,
    CONSTRAINT uq_disputes_provider_provider_dispute_id UNIQUE (provider, provider_dispute_id)
);
CREATE INDEX ix_disputes_capture_id ON disputes (capture_id);
CREATE TABLE payment_notices (
    id uuid CONSTRAINT pk_payment_notices PRIMARY KEY,
    provider varchar NOT NULL,
    event_id varchar NOT NULL,
    kind varchar NOT NULL,
    reference varchar,
    body bytea NOT NULL,
    received_at timestamptz NOT NULL,
    settled_at timestamptz,
    outcome varchar,
    CONSTRAINT uq_payment_notices_provider_event_id UNIQUE (provider, event_id)
);
CREATE INDEX ix_payment_notices_settled ON payment_notices (settled_at);
CREATE INDEX ix_payment_notices_unsettled ON payment_notices (received_at) WHERE settled_at IS NULL;
CREATE TABLE provider_calls (
    id uuid CONSTRAINT pk_provider_calls PRIMARY KEY,
    provider varchar NOT NULL,
    action varchar NOT NULL CONSTRAINT ck_provider_calls_action CHECK (action IN ('create_link', 'expire', 'refund')),
    subject_id uuid NOT NULL,
    began_at timestamptz NOT NULL,
    tries integer NOT NULL DEFAULT 0,
    ended_at timestamptz,
    result jsonb,
    failure varchar,
    CONSTRAINT uq_provider_calls_action_subject_id UNIQUE (action, subject_id)
);
CREATE INDEX ix_provider_calls_open ON provider_calls (began_at) WHERE ended_at IS NULL;
CREATE TABLE reconciliations (
    id uuid CONSTRAINT pk_reconciliations PRIMARY KEY,
    provider varchar NOT NULL,
    since timestamptz NOT NULL,
    until timestamptz NOT NULL,
    ran_at timestamptz NOT NULL,
    compared integer NOT NULL,
    repaired integer NOT NULL
);
CREATE INDEX ix_reconciliations_ran_at ON reconciliations (provider, ran_at);
CREATE TABLE discrepancies (
    id uuid CONSTRAINT pk_discrepancies PRIMARY KEY,
    reconciliation_id uuid NOT NULL
        CONSTRAINT fk_discrepancies_reconciliation_id_reconciliations REFERENCES reconciliations,
    provider varchar NOT NULL,
    provider_payment_id varchar NOT NULL,
    kind varchar NOT NULL CONSTRAINT ck_discrepancies_kind CHECK (kind IN ('ours_only', 'theirs_only', 'different')),
    ours jsonb,
    theirs jsonb,
    state varchar NOT NULL CONSTRAINT ck_discrepancies_state CHECK (state IN ('open', 'repaired', 'settled')),
    settled_by uuid,
    settled_at timestamptz,
    note varchar,
    CONSTRAINT uq_discrepancies_provider_provider_payment_id_kind UNIQUE (provider, provider_payment_id, kind)
);
"""

DOCUMENTS = """
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


def upgrade() -> None:
    op.execute(LEDGER)
    op.execute(PAYMENTS)
    op.execute(DOCUMENTS)


def downgrade() -> None:
    op.execute(
        """
        DROP TABLE supplier_payables, documents, document_series;
        ALTER TABLE suppliers DROP COLUMN pay_days;
        DROP TABLE discrepancies, reconciliations, provider_calls, payment_notices, disputes, refunds, captures, payments;
        DROP TABLE ledger_entries, ledger_transactions;
        DROP FUNCTION refuse_document_change(), refuse_late_entry(), check_ledger_balance(), refuse_ledger_change();
        """
    )
