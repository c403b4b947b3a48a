"""People take over: agents and their sign-in, the queue, notes, the realtime log; proofs of whose a booking is."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "0008_people"
down_revision = "0007_gateway"
branch_labels = None
depends_on = None

WORDS = (("messages", "text"), ("contacts", "name"), ("notes", "text"))
VIEWS = (
    ("open", "closed_at IS NULL AND last_inbound_at IS NOT NULL"),
    ("closed", "closed_at IS NOT NULL"),
    ("waiting", "waiting_since IS NOT NULL"),
)
ROLES = "'agent', 'supervisor', 'administrator', 'supplier', 'reseller'"


def _time(name: str, *, needed: bool = False) -> sa.Column:
    default = sa.func.now() if needed else None
    return sa.Column(name, sa.DateTime(timezone=True), nullable=not needed, server_default=default)


def _text(name: str, *, needed: bool = True, default: str | None = None) -> sa.Column:
    return sa.Column(name, sa.Text(), nullable=not needed, server_default=default)


def _number(name: str, default: str) -> sa.Column:
    return sa.Column(name, sa.Integer(), nullable=False, server_default=default)


def _json(name: str, default: str | None) -> sa.Column:
    return sa.Column(name, JSONB(), nullable=default is None, server_default=default)


def _id() -> sa.Column:
    return sa.Column("id", sa.Uuid(), primary_key=True, server_default=sa.func.gen_random_uuid())


def _of(name: str, target: str, *, needed: bool = True) -> sa.Column:
    return sa.Column(name, sa.Uuid(), sa.ForeignKey(f"{target}.id"), nullable=not needed)


def upgrade() -> None:
    _team()
    _ownership()
    _console()
    _realtime()
    _backend()


def _team() -> None:
    op.create_table(
        "agents",
        _id(),
        _text("email"),
        _text("name"),
        _text("role"),
        _text("language", default="es"),
        sa.Column("languages", ARRAY(sa.Text()), nullable=False, server_default="{}"),
        sa.Column("skills", ARRAY(sa.Text()), nullable=False, server_default="{}"),
        _number("capacity", "4"),
        sa.Column("on_duty", sa.Boolean(), nullable=False, server_default=sa.false()),
        _text("supplier_code", needed=False),
        _text("reseller_code", needed=False),
        _text("password_hash", needed=False),
        _text("totp_secret", needed=False),
        sa.Column("totp_confirmed", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("totp_last_step", sa.BigInteger(), nullable=False, server_default="0"),
        _time("disabled_at"),
        _time("created_at", needed=True),
        sa.UniqueConstraint("email", name=op.f("uq_agents_email")),
        sa.CheckConstraint(f"role IN ({ROLES})", name=op.f("ck_agents_role")),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_agents_email")),
    )
    op.create_table(
        "agent_sessions",
        sa.Column("token_hash", sa.LargeBinary(), primary_key=True),
        _of("agent_id", "agents"),
        _text("csrf"),
        _time("created_at", needed=True),
        _time("last_seen_at", needed=True),
        _time("expires_at", needed=True),
    )
    op.create_index(op.f("ix_agent_sessions_agent_id"), "agent_sessions", ["agent_id"])
    op.create_table(
        "agent_invitations",
        sa.Column("token_hash", sa.LargeBinary(), primary_key=True),
        _of("agent_id", "agents"),
        _time("expires_at", needed=True),
        _time("used_at"),
    )
    op.create_table(
        "sign_in_tries",
        sa.Column("account", sa.LargeBinary(), primary_key=True),
        _number("wrong", "0"),
        _time("locked_until"),
        _time("at", needed=True),
    )
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.BigInteger(), sa.Identity(), primary_key=True),
        _time("at", needed=True),
        _of("agent_id", "agents", needed=False),
        _text("action"),
        _of("conversation_id", "conversations", needed=False),
        _text("subject", needed=False),
        _json("detail", "{}"),
    )
    for column in ("agent_id", "conversation_id"):
        op.create_index(op.f(f"ix_audit_entries_{column}"), "audit_entries", [column, "id"])
    op.execute(
        """
        CREATE FUNCTION audit_entries_stay() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'audit entries are never changed'; END $$;
        CREATE TRIGGER audit_entries_stay BEFORE UPDATE OR DELETE ON audit_entries
            FOR EACH ROW EXECUTE FUNCTION audit_entries_stay();
        """
    )
    op.create_table("team_settings", _text("key"), _json("value", "{}"), sa.PrimaryKeyConstraint("key"))


def _ownership() -> None:
    for column in (
        _of("agent_id", "agents", needed=False),
        _time("closed_at"),
        _time("waiting_since"),
        _time("touched_at", needed=True),
        _number("told_version", "0"),
    ):
        op.add_column("conversations", column)
    op.execute("UPDATE conversations SET told_version = version")
    op.create_check_constraint(
        op.f("ck_conversations_agent"), "conversations", "agent_id IS NULL OR owner = 'agent'"
    )
    op.execute(
        """
        UPDATE conversations SET last_inbound_at = said.at FROM (
            SELECT conversation_id, max(created_at) AS at FROM messages WHERE direction = 'in' GROUP BY 1
        ) AS said WHERE said.conversation_id = conversations.id;
        UPDATE conversations SET touched_at = coalesce(last_inbound_at, created_at);
        """
    )
    for view, condition in VIEWS:
        op.create_index(
            f"ix_conversations_{view}",
            "conversations",
            ["touched_at", "id"],
            postgresql_where=sa.text(condition),
        )
    op.create_index(
        "ix_conversations_agent",
        "conversations",
        ["agent_id"],
        postgresql_where=sa.text("agent_id IS NOT NULL"),
    )
    op.create_index(
        "ix_conversations_held",
        "conversations",
        ["owner", "touched_at"],
        postgresql_where=sa.text("owner <> 'bot'"),
    )
    op.add_column("messages", _of("agent_id", "agents", needed=False))
    op.add_column("messages", _json("location", None))
    for column in (
        _of("agent_id", "agents", needed=False),
        _text("skill", needed=False),
        _number("priority", "0"),
        _of("offered_to", "agents", needed=False),
        _time("offered_until"),
        _json("declined", "[]"),
        _time("assigned_at"),
        _time("first_answer_at"),
        _time("reminded_at"),
        _of("closed_by", "agents", needed=False),
        _text("outcome", needed=False),
        _json("summary", "{}"),
        _json("agreed", "{}"),
        sa.Column("left_word", sa.Boolean(), nullable=False, server_default=sa.false()),
    ):
        op.add_column("handoffs", column)
    op.create_index(op.f("ix_handoffs_agent_id"), "handoffs", ["agent_id", "assigned_at"])
    op.create_table(
        "satisfactions",
        sa.Column("handoff_id", sa.Uuid(), sa.ForeignKey("handoffs.id"), primary_key=True),
        _of("conversation_id", "conversations"),
        _of("agent_id", "agents", needed=False),
        _time("asked_at", needed=True),
        sa.Column("score", sa.Integer()),
        _text("comment", needed=False),
        _time("answered_at"),
        sa.CheckConstraint("score BETWEEN 1 AND 5", name=op.f("ck_satisfactions_score")),
    )
    op.create_index(op.f("ix_satisfactions_conversation_id"), "satisfactions", ["conversation_id"])
    # For the reports: a period is a slice of each.
    op.create_index(op.f("ix_satisfactions_asked_at"), "satisfactions", ["asked_at"])
    op.create_index(op.f("ix_handoffs_requested_at"), "handoffs", ["requested_at"])
    op.create_index(
        "ix_messages_inbound",
        "messages",
        ["created_at", "conversation_id"],
        postgresql_where=sa.text("direction = 'in'"),
    )


def _console() -> None:
    op.create_table(
        "notes",
        _id(),
        _of("conversation_id", "conversations"),
        _of("agent_id", "agents"),
        _number("after_offset", "0"),
        _text("text"),
        sa.Column("mentions", ARRAY(sa.Uuid()), nullable=False, server_default="{}"),
        _time("created_at", needed=True),
    )
    op.create_index(op.f("ix_notes_conversation_id"), "notes", ["conversation_id", "after_offset"])
    op.create_table(
        "conversation_reads",
        _of("agent_id", "agents"),
        _of("conversation_id", "conversations"),
        _number("offset", "0"),
        sa.PrimaryKeyConstraint("agent_id", "conversation_id"),
    )
    op.create_table(
        "uploads",
        sa.Column("media_id", sa.Uuid(), primary_key=True),
        _of("conversation_id", "conversations"),
        _of("agent_id", "agents"),
        sa.Column("attachment", JSONB(), nullable=False),
        _time("created_at", needed=True),
    )
    op.create_index(op.f("ix_uploads_created_at"), "uploads", ["created_at"])
    op.create_table(
        "canned_answers",
        _id(),
        _text("shortcut"),
        _text("language"),
        _text("text"),
        _of("updated_by", "agents", needed=False),
        _time("updated_at", needed=True),
        sa.UniqueConstraint("shortcut", "language", name=op.f("uq_canned_answers_shortcut_language")),
    )
    # Whole words and beginnings of words, whatever their accents; no language's stems, since three are spoken.
    op.execute(
        """
        CREATE FUNCTION words_of(said text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
            SELECT to_tsvector('simple', translate(
                lower(said), 'áàâãäéèêëíìîïóòôõöúùûüñç', 'aaaaaeeeeiiiiooooouuuunc'))
        $$
        """
    )
    for table, column in WORDS:
        op.execute(f"CREATE INDEX ix_{table}_words ON {table} USING gin (words_of({column}))")


def _realtime() -> None:
    op.create_table("event_log", sa.Column("epoch", sa.Uuid(), primary_key=True))
    op.execute("INSERT INTO event_log (epoch) VALUES (gen_random_uuid())")
    op.create_table(
        "events",
        sa.Column("id", sa.BigInteger(), sa.Identity(), primary_key=True),
        sa.Column("position", sa.BigInteger()),
        _text("kind"),
        sa.Column("rooms", ARRAY(sa.Text()), nullable=False),
        sa.Column("conversation_id", sa.Uuid()),
        sa.Column("message_offset", sa.Integer()),
        _json("data", "{}"),
        _time("at", needed=True),
    )
    op.create_index("uq_events_position", "events", ["position"], unique=True)
    op.create_index("ix_events_unplaced", "events", ["id"], postgresql_where=sa.text("position IS NULL"))
    op.create_table(
        "early_reports",
        _text("channel"),
        _text("provider_message_id"),
        _text("delivery"),
        _text("failure", needed=False),
        _time("at", needed=True),
        sa.PrimaryKeyConstraint("channel", "provider_message_id", "delivery"),
    )


def _backend() -> None:
    op.create_table(
        "booking_claims",
        sa.Column("id", sa.BigInteger(), sa.Identity(), primary_key=True),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("made_in", sa.Uuid()),
        sa.Column("proved_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint(
            "conversation_id",
            "email",
            "made_in",
            name=op.f("uq_booking_claims_conversation_id_email_made_in"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_table(
        "wrong_pairs",
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", "digest"),
    )
    op.create_table(
        "email_codes",
        sa.Column("id", sa.BigInteger(), sa.Identity(), primary_key=True),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("voice", sa.String(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary()),
        _number("tries", "0"),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        _time("mailed_at"),
    )
    op.create_index("ix_email_codes_conversation_id", "email_codes", ["conversation_id", "id"])
    op.create_index("ix_email_codes_email", "email_codes", ["email", "requested_at"])
    op.create_index("ix_bookings_lead_email", "bookings", [sa.text("lower(btrim(lead_email))")])
    op.create_table(
        "resellers",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("commission_percent", sa.Numeric(5, 2), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.PrimaryKeyConstraint("code"),
    )
    op.add_column("quotes", sa.Column("reseller_code", sa.String(), sa.ForeignKey("resellers.code")))
    op.add_column("quotes", sa.Column("commission", sa.BigInteger(), nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("quotes", "commission")
    op.drop_column("quotes", "reseller_code")
    op.drop_index("ix_bookings_lead_email", "bookings")
    for table in (
        "resellers",
        "email_codes",
        "wrong_pairs",
        "booking_claims",
        "early_reports",
        "events",
        "event_log",
    ):
        op.drop_table(table)
    for table, _ in WORDS:
        op.drop_index(f"ix_{table}_words", table)
    op.execute("DROP FUNCTION words_of(text)")
    for table in ("uploads", "canned_answers", "conversation_reads", "notes", "satisfactions"):
        op.drop_table(table)
    op.drop_index("ix_messages_inbound", "messages")
    op.drop_index("ix_handoffs_requested_at", "handoffs")
    for name in (
        *("left_word", "agreed", "summary", "outcome", "closed_by", "reminded_at", "first_answer_at"),
        *("assigned_at", "declined", "offered_until", "offered_to", "priority", "skill", "agent_id"),
    ):
        op.drop_column("handoffs", name)
    for name in ("location", "agent_id"):
        op.drop_column("messages", name)
    for index in ("held", "agent", "open", "closed", "waiting"):
        op.drop_index(f"ix_conversations_{index}", "conversations")
    op.drop_constraint(op.f("ck_conversations_agent"), "conversations")
    for name in ("told_version", "touched_at", "waiting_since", "closed_at", "agent_id"):
        op.drop_column("conversations", name)
    op.execute("DROP TABLE audit_entries; DROP FUNCTION audit_entries_stay()")
    for table in ("team_settings", "sign_in_tries", "agent_invitations", "agent_sessions", "agents"):
        op.drop_table(table)
