"""Channels that are pushed to: what arrives in other forms than text, and how far a message of ours has come."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0007_gateway"
down_revision = "0006_themes"
branch_labels = None
depends_on = None

KINDS = [
    "text",
    "image",
    "document",
    "audio",
    "video",
    "sticker",
    "location",
    "contact",
    "reaction",
    "edited",
    "deleted",
]
DELIVERIES = ["queued", "sending", "sent", "delivered", "read", "failed"]


def _one_of(column: str, values: list[str]) -> None:
    listed = ", ".join(f"'{value}'" for value in values)
    op.create_check_constraint(op.f(f"ck_messages_{column}"), "messages", f"{column} IN ({listed})")


def _list(name: str) -> sa.Column:
    return sa.Column(name, JSONB(), nullable=False, server_default="[]")


def upgrade() -> None:
    op.add_column("contacts", sa.Column("name", sa.Text()))
    op.add_column("contacts", sa.Column("opted_out_at", sa.DateTime(timezone=True)))
    op.add_column("conversations", sa.Column("last_inbound_at", sa.DateTime(timezone=True)))
    op.add_column("messages", sa.Column("kind", sa.Text(), nullable=False, server_default="text"))
    fetching = sa.Column("fetching", sa.Boolean(), nullable=False, server_default=sa.false())
    tries = sa.Column("tries", sa.Integer(), nullable=False, server_default="0")
    for column in (_list("attachments"), _list("parts_sent"), fetching, tries):
        op.add_column("messages", column)
    for name in ("delivery", "failure"):
        op.add_column("messages", sa.Column(name, sa.Text()))
    for name in ("kind", "attachments", "parts_sent", "fetching", "tries"):
        op.alter_column("messages", name, server_default=None)
    _one_of("kind", KINDS)
    _one_of("delivery", DELIVERIES)
    unsent = "delivery IN ('queued', 'sending')"
    op.create_index(
        "ix_messages_unsent", "messages", ["conversation_id", "offset"], postgresql_where=sa.text(unsent)
    )
    op.create_index("ix_messages_parts_sent", "messages", ["parts_sent"], postgresql_using="gin")
    op.create_index(
        "ix_messages_fetching",
        "messages",
        ["conversation_id", "offset"],
        postgresql_where=sa.text("fetching"),
    )
    op.create_table(
        "discarded_files",
        sa.Column("media_id", sa.Uuid(), primary_key=True),
        sa.Column("conversation_id", sa.Uuid(), sa.ForeignKey("conversations.id"), nullable=False),
    )
    op.create_index(op.f("ix_discarded_files_conversation_id"), "discarded_files", ["conversation_id"])


def downgrade() -> None:
    op.drop_table("discarded_files")
    op.drop_index("ix_messages_fetching", "messages")
    op.drop_index("ix_messages_parts_sent", "messages")
    op.drop_index("ix_messages_unsent", "messages")
    for name in ("kind", "attachments", "parts_sent", "fetching", "tries", "delivery", "failure"):
        op.drop_column("messages", name)
    op.drop_column("conversations", "last_inbound_at")
    op.drop_column("contacts", "opted_out_at")
    op.drop_column("contacts", "name")
