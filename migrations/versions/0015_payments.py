"""Payments, and what providers tell of them."""

from alembic import op

revision = "0015_payments"
down_revision = "0014_ledger"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
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
    )


def downgrade() -> None:
    op.execute(
        """
        DROP TABLE discrepancies, reconciliations, provider_calls, payment_notices, disputes, refunds, captures, payments;
        """
    )
