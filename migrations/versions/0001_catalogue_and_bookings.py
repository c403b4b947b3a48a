"""Catalogue, availability, quotes and bookings."""

from alembic import op

revision = "0001_catalogue_and_bookings"
down_revision = None
branch_labels = None
depends_on = None

CATALOGUE = """
CREATE TABLE seasons (
    code varchar CONSTRAINT pk_seasons PRIMARY KEY,
    periods jsonb NOT NULL
);
CREATE TABLE policies (
    code varchar CONSTRAINT pk_policies PRIMARY KEY,
    name jsonb NOT NULL,
    steps jsonb NOT NULL
);
CREATE TABLE suppliers (
    code varchar CONSTRAINT pk_suppliers PRIMARY KEY,
    name varchar NOT NULL,
    country varchar NOT NULL,
    email varchar NOT NULL,
    currency varchar NOT NULL,
    active boolean NOT NULL DEFAULT true
);
CREATE TABLE destinations (
    code varchar CONSTRAINT pk_destinations PRIMARY KEY,
    country varchar NOT NULL,
    timezone varchar NOT NULL,
    name jsonb NOT NULL,
    description jsonb NOT NULL,
    photo varchar NOT NULL,
    active boolean NOT NULL DEFAULT true
);
CREATE TABLE products (
    code varchar CONSTRAINT pk_products PRIMARY KEY,
    kind varchar NOT NULL CONSTRAINT ck_products_kind CHECK (kind IN ('hotel', 'tour', 'transfer')),
    destination_code varchar NOT NULL CONSTRAINT fk_products_destination_code_destinations REFERENCES destinations,
    supplier_code varchar NOT NULL CONSTRAINT fk_products_supplier_code_suppliers REFERENCES suppliers,
    policy_code varchar NOT NULL CONSTRAINT fk_products_policy_code_policies REFERENCES policies,
    name jsonb NOT NULL,
    description jsonb NOT NULL,
    includes jsonb NOT NULL,
    stars smallint,
    rating numeric(2, 1),
    photo varchar NOT NULL,
    cut_off_hours integer NOT NULL,
    markup_percent numeric(8, 4) NOT NULL,
    tax_percent numeric(8, 4) NOT NULL,
    in_package boolean NOT NULL,
    weekdays smallint[] NOT NULL,
    age_bands jsonb NOT NULL,
    position integer NOT NULL,
    active boolean NOT NULL DEFAULT true
);
CREATE INDEX ix_products_destination_code ON products (destination_code);
CREATE TABLE options (
    id uuid CONSTRAINT pk_options PRIMARY KEY,
    product_code varchar NOT NULL CONSTRAINT fk_options_product_code_products REFERENCES products,
    code varchar NOT NULL,
    name jsonb NOT NULL,
    adults smallint,
    children smallint,
    people smallint,
    starts time,
    daily_capacity integer NOT NULL CONSTRAINT ck_options_daily_capacity CHECK (daily_capacity >= 0),
    position integer NOT NULL,
    active boolean NOT NULL DEFAULT true,
    CONSTRAINT uq_options_product_code_code UNIQUE (product_code, code)
);
CREATE TABLE rates (
    option_id uuid CONSTRAINT fk_rates_option_id_options REFERENCES options,
    position integer,
    season_code varchar NOT NULL CONSTRAINT fk_rates_season_code_seasons REFERENCES seasons,
    unit varchar NOT NULL,
    weekdays smallint[] NOT NULL,
    net bigint NOT NULL CONSTRAINT ck_rates_net CHECK (net >= 0),
    CONSTRAINT pk_rates PRIMARY KEY (option_id, position)
);
"""

AVAILABILITY = """
CREATE TABLE availabilities (
    option_id uuid CONSTRAINT fk_availabilities_option_id_options REFERENCES options,
    "on" date,
    capacity integer NOT NULL,
    taken integer NOT NULL DEFAULT 0 CONSTRAINT ck_availabilities_taken CHECK (taken >= 0),
    closed boolean NOT NULL DEFAULT false,
    CONSTRAINT pk_availabilities PRIMARY KEY (option_id, "on"),
    CONSTRAINT ck_availabilities_capacity CHECK (taken <= capacity)
);
CREATE TABLE holds (
    id uuid CONSTRAINT pk_holds PRIMARY KEY,
    quote_id uuid NOT NULL,
    state varchar NOT NULL
        CONSTRAINT ck_holds_state CHECK (state IN ('active', 'booked', 'consumed', 'released', 'expired')),
    expires_at timestamptz,
    created_at timestamptz NOT NULL,
    CONSTRAINT ck_holds_expires_at CHECK (state NOT IN ('active', 'booked') OR expires_at IS NOT NULL)
);
CREATE UNIQUE INDEX uq_holds_quote_id ON holds (quote_id) WHERE state IN ('active', 'booked', 'consumed');
CREATE INDEX ix_holds_expiring ON holds (expires_at) WHERE state IN ('active', 'booked');
CREATE TABLE hold_lines (
    hold_id uuid CONSTRAINT fk_hold_lines_hold_id_holds REFERENCES holds,
    option_id uuid CONSTRAINT fk_hold_lines_option_id_options REFERENCES options,
    "on" date,
    quantity integer NOT NULL CONSTRAINT ck_hold_lines_quantity CHECK (quantity > 0),
    CONSTRAINT pk_hold_lines PRIMARY KEY (hold_id, option_id, "on")
);
CREATE INDEX ix_hold_lines_option_id_on ON hold_lines (option_id, "on");
"""

QUOTES = """
CREATE TABLE quotes (
    id uuid CONSTRAINT pk_quotes PRIMARY KEY,
    reference varchar NOT NULL,
    revision integer NOT NULL,
    product_code varchar NOT NULL CONSTRAINT fk_quotes_product_code_products REFERENCES products,
    request jsonb NOT NULL,
    itinerary jsonb NOT NULL,
    currency varchar NOT NULL,
    net bigint NOT NULL,
    markup bigint NOT NULL,
    tax bigint NOT NULL,
    total bigint NOT NULL,
    conversation_id uuid,
    language varchar NOT NULL,
    issued_at timestamptz NOT NULL,
    valid_until timestamptz NOT NULL,
    cut_off_at timestamptz NOT NULL,
    CONSTRAINT uq_quotes_reference_revision UNIQUE (reference, revision),
    CONSTRAINT ck_quotes_total CHECK (net + markup + tax = total),
    CONSTRAINT ck_quotes_valid_until CHECK (valid_until <= cut_off_at)
);
CREATE INDEX ix_quotes_conversation_id ON quotes (conversation_id);
CREATE FUNCTION refuse_quote_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'quote % is issued and never changes', OLD.reference USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER quotes_never_change BEFORE UPDATE OR DELETE ON quotes
    FOR EACH ROW EXECUTE FUNCTION refuse_quote_change();
"""

BOOKINGS = """
CREATE TABLE bookings (
    id uuid CONSTRAINT pk_bookings PRIMARY KEY,
    reference varchar NOT NULL CONSTRAINT uq_bookings_reference UNIQUE,
    state varchar NOT NULL CONSTRAINT ck_bookings_state CHECK (
        state IN ('ON_HOLD', 'CONFIRMED', 'EXPIRED', 'CANCELLED', 'REDEEMED', 'PENDING', 'REJECTED')
    ),
    quote_id uuid NOT NULL CONSTRAINT fk_bookings_quote_id_quotes REFERENCES quotes,
    hold_id uuid NOT NULL CONSTRAINT fk_bookings_hold_id_holds REFERENCES holds
        CONSTRAINT uq_bookings_hold_id UNIQUE,
    lead_name varchar NOT NULL,
    lead_email varchar NOT NULL,
    lead_phone varchar NOT NULL,
    conversation_id uuid,
    language varchar NOT NULL,
    currency varchar NOT NULL,
    total bigint NOT NULL,
    penalty bigint,
    expires_at timestamptz,
    created_at timestamptz NOT NULL,
    confirmed_at timestamptz,
    cancelled_at timestamptz,
    CONSTRAINT ck_bookings_expires_at CHECK ((state = 'ON_HOLD') = (expires_at IS NOT NULL)),
    CONSTRAINT ck_bookings_penalty CHECK (penalty BETWEEN 0 AND total)
);
CREATE INDEX ix_bookings_quote_id ON bookings (quote_id);
CREATE INDEX ix_bookings_conversation_id ON bookings (conversation_id);
CREATE INDEX ix_bookings_on_hold ON bookings (expires_at) WHERE state = 'ON_HOLD';
"""


def upgrade() -> None:
    for part in (CATALOGUE, AVAILABILITY, QUOTES, BOOKINGS):
        op.execute(part)


def downgrade() -> None:
    op.execute("DROP TABLE bookings, quotes, hold_lines, holds, availabilities, rates, options, products")
    op.execute("DROP TABLE destinations, suppliers, policies, seasons")
    op.execute("DROP FUNCTION refuse_quote_change")
