"""People take over: who owns a conversation, the queue, how content travellers were."""

from alembic import op

revision = "0009_handoffs"
down_revision = "0008_team"
branch_labels = None
depends_on = None

CONVERSATIONS = """
ALTER TABLE conversations
    ADD COLUMN agent_id uuid REFERENCES agents (id),
    ADD COLUMN closed_at timestamptz,
    ADD COLUMN waiting_since timestamptz,
    ADD COLUMN touched_at timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN told_version integer NOT NULL DEFAULT 0,
    ADD CONSTRAINT ck_conversations_agent CHECK (agent_id IS NULL OR owner = 'agent');
UPDATE conversations SET told_version = version;
UPDATE conversations SET last_inbound_at = said.at FROM (
    SELECT conversation_id, max(created_at) AS at FROM messages WHERE direction = 'in' GROUP BY 1
) AS said WHERE said.conversation_id = conversations.id;
UPDATE conversations SET touched_at = coalesce(last_inbound_at, created_at);
CREATE INDEX ix_conversations_open ON conversations (touched_at, id)
    WHERE closed_at IS NULL AND last_inbound_at IS NOT NULL;
CREATE INDEX ix_conversations_closed ON conversations (touched_at, id) WHERE closed_at IS NOT NULL;
CREATE INDEX ix_conversations_waiting ON conversations (touched_at, id) WHERE waiting_since IS NOT NULL;
CREATE INDEX ix_conversations_agent ON conversations (agent_id) WHERE agent_id IS NOT NULL;
CREATE INDEX ix_conversations_held ON conversations (owner, touched_at) WHERE owner <> 'bot';
ALTER TABLE messages
    ADD COLUMN agent_id uuid REFERENCES agents (id),
    ADD COLUMN location jsonb;
"""

HANDOFFS = """
ALTER TABLE handoffs
    ADD COLUMN agent_id uuid REFERENCES agents (id),
    ADD COLUMN skill text,
    ADD COLUMN priority integer NOT NULL DEFAULT 0,
    ADD COLUMN offered_to uuid REFERENCES agents (id),
    ADD COLUMN offered_until timestamptz,
    ADD COLUMN declined jsonb NOT NULL DEFAULT '[]',
    ADD COLUMN assigned_at timestamptz,
    ADD COLUMN first_answer_at timestamptz,
    ADD COLUMN reminded_at timestamptz,
    ADD COLUMN closed_by uuid REFERENCES agents (id),
    ADD COLUMN outcome text,
    ADD COLUMN summary jsonb NOT NULL DEFAULT '{}',
    ADD COLUMN agreed jsonb NOT NULL DEFAULT '{}',
    ADD COLUMN left_word boolean NOT NULL DEFAULT false;
CREATE INDEX ix_handoffs_agent_id ON handoffs (agent_id, assigned_at);
CREATE TABLE satisfactions (
    handoff_id uuid PRIMARY KEY REFERENCES handoffs (id),
    conversation_id uuid NOT NULL REFERENCES conversations (id),
    agent_id uuid REFERENCES agents (id),
    asked_at timestamptz NOT NULL DEFAULT now(),
    score integer CONSTRAINT ck_satisfactions_score CHECK (score BETWEEN 1 AND 5),
    comment text,
    answered_at timestamptz
);
CREATE INDEX ix_satisfactions_conversation_id ON satisfactions (conversation_id);
"""

# A period is a slice of each.
REPORTS = """
CREATE INDEX ix_satisfactions_asked_at ON satisfactions (asked_at);
CREATE INDEX ix_handoffs_requested_at ON handoffs (requested_at);
CREATE INDEX ix_messages_inbound ON messages (created_at, conversation_id) WHERE direction = 'in';
"""


def upgrade() -> None:
    for statements in (CONVERSATIONS, HANDOFFS, REPORTS):
        op.execute(statements)


def downgrade() -> None:
    op.execute(
        """
        DROP TABLE satisfactions;
        DROP INDEX ix_messages_inbound, ix_handoffs_requested_at, ix_conversations_open, ix_conversations_closed,
            ix_conversations_waiting, ix_conversations_held;
        ALTER TABLE handoffs
            DROP COLUMN left_word, DROP COLUMN agreed, DROP COLUMN summary, DROP COLUMN outcome, DROP COLUMN closed_by,
            DROP COLUMN reminded_at, DROP COLUMN first_answer_at, DROP COLUMN assigned_at, DROP COLUMN declined,
            DROP COLUMN offered_until, DROP COLUMN offered_to, DROP COLUMN priority, DROP COLUMN skill,
            DROP COLUMN agent_id;
        ALTER TABLE messages DROP COLUMN location, DROP COLUMN agent_id;
        ALTER TABLE conversations
            DROP COLUMN told_version, DROP COLUMN touched_at, DROP COLUMN waiting_since, DROP COLUMN closed_at,
            DROP COLUMN agent_id;
        """
    )
