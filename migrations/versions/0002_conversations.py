"""Contacts, conversations, their messages and handoffs."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002_conversations"
down_revision = "0001_catalogue_and_bookings"
branch_labels = None
depends_on = None


def _text(name: str, *, null: bool = False) -> sa.Column:
    return sa.Column(name, sa.Text(), nullable=null)


def _time(name: str, *, null: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=null)


def _count(name: str) -> sa.Column:
    return sa.Column(name, sa.Integer(), nullable=False)


def _id(table: str) -> tuple[sa.Column, sa.PrimaryKeyConstraint]:
    return sa.Column("id", sa.Uuid(), nullable=False), sa.PrimaryKeyConstraint("id", name=f"pk_{table}")


def _of(table: str, column: str, other: str) -> tuple[sa.Column, sa.ForeignKeyConstraint]:
    name = f"fk_{table}_{column}_{other}"
    return sa.Column(column, sa.Uuid(), nullable=False), sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=name
    )


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def upgrade() -> None:
    op.create_table(
        "contacts",
        *_id("contacts"),
        _text("channel"),
        _text("address"),
        _time("created_at"),
        sa.UniqueConstraint("channel", "address", name="uq_contacts_channel_address"),
    )
    op.create_table(
        "conversations",
        *_id("conversations"),
        _text("channel"),
        *_of("conversations", "contact_id", "contacts"),
        _text("owner"),
        _text("language"),
        sa.Column("heard", sa.Boolean(), nullable=False),
        _count("version"),
        _count("last_offset"),
        _time("apologised_at", null=True),
        _time("created_at"),
        _check("conversations", "owner", "owner IN ('bot', 'queue', 'agent')"),
    )
    op.create_index("ix_conversations_contact_id", "conversations", ["contact_id"])
    op.create_table(
        "messages",
        *_id("messages"),
        *_of("messages", "conversation_id", "conversations"),
        _count("offset"),
        _text("direction"),
        _text("sender"),
        _text("channel"),
        _text("provider_message_id", null=True),
        _text("text"),
        _text("payload", null=True),
        sa.Column("buttons", JSONB(), nullable=False),
        sa.Column("cards", JSONB(), nullable=False),
        sa.Column("understanding", JSONB(), nullable=True),
        _text("turn", null=True),
        _count("failures"),
        _time("created_at"),
        _time("answered_at", null=True),
        sa.UniqueConstraint("conversation_id", "offset", name="uq_messages_conversation_id_offset"),
        sa.UniqueConstraint("channel", "provider_message_id", name="uq_messages_channel_provider_message_id"),
        _check("messages", "direction", "direction IN ('in', 'out')"),
        _check("messages", "sender", "sender IN ('traveller', 'bot', 'agent', 'system')"),
        _check("messages", "turn", "turn IN ('pending', 'answered', 'silent', 'deferred')"),
        _check("messages", "turn_is_of_inbound", "(direction = 'in') = (turn IS NOT NULL)"),
    )
    waiting = sa.text("turn IN ('pending', 'deferred')")
    op.create_index(
        "ix_messages_waiting", "messages", ["conversation_id", "offset"], postgresql_where=waiting
    )
    op.create_table(
        "handoffs",
        *_id("handoffs"),
        *_of("handoffs", "conversation_id", "conversations"),
        _text("reason"),
        _time("requested_at"),
        _time("closed_at", null=True),
    )
    op.create_index("ix_handoffs_conversation_id", "handoffs", ["conversation_id"])
    open_only = sa.text("closed_at IS NULL")
    op.create_index(
        "uq_handoffs_open", "handoffs", ["conversation_id"], unique=True, postgresql_where=open_only
    )


def downgrade() -> None:
    for table in ("handoffs", "messages", "conversations", "contacts"):
        op.drop_table(table)
