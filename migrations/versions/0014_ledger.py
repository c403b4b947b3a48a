"""The ledger, which is only ever added to."""

from alembic import op

revision = "0014_ledger"
down_revision = "0013_resellers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
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
    )


def downgrade() -> None:
    op.execute(
        """
        DROP TABLE ledger_entries, ledger_transactions;
        DROP FUNCTION refuse_late_entry(), check_ledger_balance(), refuse_ledger_change();
        """
    )
